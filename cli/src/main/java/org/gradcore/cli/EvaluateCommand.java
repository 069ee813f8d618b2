package org.gradcore.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.FloatDataset;
import org.gradcore.dispatch.Kernels;
import org.gradcore.train.LinearModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradcore evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Accuracy (classifiers) or root mean squared error (linear) of a saved model.",
      "Data are read as the model's were, unless an option says otherwise; columns with names are"
          + " found by name."
    })
final class EvaluateCommand implements Callable<Integer> {
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

  @Mixin DataOptions.WithLabels dataOptions;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, vector, openblas or scalar (default: auto).")
  String backend;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    dataOptions.check(spec, load, data, dataOptions.labels);
    Kernels kernels = Backends.kernels(backend, spec);
    LinearModel model = Inputs.model(load);
    int rows;
    double value;
    double baseline;
    if (model.element() == LinearModel.Element.FLOAT) {
      FloatDataset set = FloatLoader.like(model, data, dataOptions.labels, dataOptions);
      rows = set.rows();
      value = FloatScores.score(kernels, model, set);
      baseline = FloatScores.baseline(model, set);
    } else {
      DoubleDataset set = DoubleLoader.like(model, data, dataOptions.labels, dataOptions);
      rows = set.rows();
      value = DoubleScores.score(kernels, model, set);
      baseline = DoubleScores.baseline(model, set);
    }
    String metric = FloatScores.metric(model);
    String warning = warning(model, metric, value, baseline);
    if (warning != null) {
      spec.commandLine().getErr().println("gradcore: warning: " + warning);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("model", model.kind().name().toLowerCase(Locale.ROOT));
      object.addProperty("rows", rows);
      object.addProperty(metric, value);
      object.add("backends", Backends.usedJson(kernels));
      object.add("warnings", Doubts.json(warning));
      out.println(object);
    } else {
      out.printf(Locale.ROOT, "rows      %,d%n%-8s  %.4f%n", rows, metric, value);
    }
    out.flush();
    return 0;
  }

  /** What is to be said of a score, or a model, that is worse than doing nothing; or null. */
  private static String warning(LinearModel model, String metric, double value, double baseline) {
    String before = model.metadata().get(LinearModel.WARNING);
    String trained = before == null ? null : "said when the model was trained: " + before;
    Doubts doubts = new Doubts();
    doubts.score(metric, "", value, baseline);
    if (doubts.none()) {
      return trained;
    }
    return doubts.line(
        trained == null
            ? "do these data have the columns, scales and labels of those that it was trained on?"
            : trained);
  }
}
