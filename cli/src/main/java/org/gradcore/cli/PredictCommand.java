package org.gradcore.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gradcore.dispatch.Kernels;
import org.gradcore.io.OutputFile;
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
      "Writes one prediction per row: the label (classifiers) or the value (linear), as CSV, so in"
          + " quotes if it holds a delimiter or a line end.",
      "Data are read as the model's were, unless an option says otherwise; columns with names are"
          + " found by name.",
      "CSV data may have the target column or not; what it holds does not matter."
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
      description = "Where the predictions go (default: -, standard output).")
  Path output;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, vector, openblas or scalar (default: auto).")
  String backend;

  @Override
  public Integer call() throws IOException {
    dataOptions.check(spec, load, data);
    boolean toStandardOutput = output == null || StandardOutput.isNamed(output);
    if (!toStandardOutput) {
      Outputs.check("--output", output, spec, load, data);
    }
    Kernels kernels = Backends.kernels(backend, spec);
    LinearModel model = Inputs.model(load);
    String[] predictions =
        model.element() == LinearModel.Element.FLOAT
            ? FloatPredictions.of(model, kernels, FloatLoader.toPredict(model, data, dataOptions))
            : DoublePredictions.of(
                model, kernels, DoubleLoader.toPredict(model, data, dataOptions));
    if (toStandardOutput) {
      print(predictions, spec.commandLine().getOut());
    } else {
      OutputFile.write(
          output, out -> print(predictions, new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    }
    return 0;
  }

  private static void print(String[] predictions, Writer out) throws IOException {
    for (String prediction : predictions) {
      out.write(prediction);
      out.write(System.lineSeparator());
    }
    out.flush();
  }
}
