package org.gradcore.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.gradcore.dispatch.Kernels;
import org.gradcore.train.LinearModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradcore predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes one prediction per row: the label (classifiers) or the value (linear).",
      "CSV data may have the target column or not."
    })
final class PredictCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--load",
      required = true,
      paramLabel = "FILE",
      description = "The saved model; - is standard input.")
  Path load;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The data; - is standard input.")
  Path data;

  @Mixin DataOptions dataOptions;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the predictions go (default: standard output).")
  Path output;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, vector, openblas or scalar (default: auto).")
  String backend;

  @Override
  public Integer call() throws IOException {
    dataOptions.check(spec, load, data);
    Kernels kernels = Backends.kernels(backend);
    LinearModel model = Inputs.model(load);
    String[] predictions =
        model.element() == LinearModel.Element.FLOAT
            ? FloatPredictions.of(model, kernels, FloatLoader.toPredict(model, data, dataOptions))
            : DoublePredictions.of(
                model, kernels, DoubleLoader.toPredict(model, data, dataOptions));
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      for (String prediction : predictions) {
        out.println(prediction);
      }
      out.flush();
    } else {
      write(predictions);
    }
    return 0;
  }

  /** All or nothing: to a temporary file in the same folder, which then takes the name. */
  private void write(String[] predictions) throws IOException {
    Path target = output.toAbsolutePath();
    Path temporary = Files.createTempFile(target.getParent(), ".predictions", ".tmp");
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
        for (String prediction : predictions) {
          writer.write(prediction);
          writer.newLine();
        }
      }
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
