package org.gradcore.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;
import org.gradcore.data.FloatDataset;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.optim.Optimizer;
import org.gradcore.train.ClassLabels;
import org.gradcore.train.FloatTrainingResult;

/** What {@code gradcore train} prints. */
final class FloatTrainingReport {
  private final TrainCommand command;
  private final FloatProblem problem;
  private final PrintWriter out;

  FloatTrainingReport(TrainCommand command, FloatProblem problem) {
    this.command = command;
    this.problem = problem;
    out = command.spec.commandLine().getOut();
  }

  /** Before training: what is trained on what. */
  void describe(Optimizer optimizer) {
    FloatDataset training = problem.training();
    FloatDataset test = problem.test();
    ClassLabels labels = problem.labels();
    out.printf(
        Locale.ROOT,
        "data       %s: %,d rows, %,d features%s%n",
        command.digits() ? "bundled digits (UCI, CC BY 4.0)" : Inputs.name(command.data),
        training.rows(),
        training.columns(),
        labels == ClassLabels.NONE ? "" : ", " + labels.count() + " classes");
    if (test != null) {
      out.printf(
          Locale.ROOT,
          "test       %s: %,d rows%n",
          command.digits() ? "the other digits" : Inputs.name(command.test),
          test.rows());
    }
    out.printf(
        Locale.ROOT,
        "model      %s, float%s%n",
        command.model,
        problem.standardizes() ? ", standardized" : "");
    out.printf(Locale.ROOT, "optimizer  %s%n", optimizer);
    out.flush();
  }

  /**
   * After training.
   *
   * @param warning what is to be said of the result, or null
   * @param again trains once more with other kernels
   */
  void print(
      Kernels kernels,
      FloatTrainingResult result,
      FloatScores scores,
      String warning,
      Function<Kernels, FloatTrainingResult> again) {
    FloatDataset training = problem.training();
    FloatDataset test = problem.test();
    if (command.json) {
      JsonObject object = new JsonObject();
      object.addProperty("model", command.model.name());
      object.addProperty("element", "float");
      object.addProperty("objective", result.objective());
      object.add("train", score(training.rows(), scores.metric(), scores.onTraining()));
      if (test != null) {
        object.add("test", score(test.rows(), scores.metric(), scores.onTest()));
      }
      object.addProperty("epochs", result.epochs());
      object.addProperty("steps", result.steps());
      object.addProperty("seconds", result.seconds());
      object.add("backends", Backends.usedJson(kernels));
      if (command.save != null) {
        object.addProperty("saved", command.save.toString());
      }
      object.add("warnings", Doubts.json(warning));
      out.println(object);
      out.flush();
      return;
    }
    out.printf(Locale.ROOT, "%nobjective       %.6f%n", result.objective());
    out.printf(Locale.ROOT, "train %-9s  %.4f%n", scores.metric(), scores.onTraining());
    if (test != null) {
      out.printf(Locale.ROOT, "test %-9s   %.4f%n", scores.metric(), scores.onTest());
    }
    out.printf(
        Locale.ROOT,
        "time            %.3f s for %d epochs, %d steps%n",
        result.seconds(),
        result.epochs(),
        result.steps());
    out.printf(Locale.ROOT, "%nBackend of each kernel:%n");
    Backends.printUsed(kernels, out);
    if (command.digits() && command.backend == null) {
      compare(kernels, result, again);
    }
    if (command.save != null) {
      out.printf(Locale.ROOT, "%nsaved to %s%n", command.save);
    }
    out.flush();
  }

  private static JsonObject score(int rows, String metric, double value) {
    JsonObject object = new JsonObject();
    object.addProperty("rows", rows);
    object.addProperty(metric, value);
    return object;
  }

  /**
   * Trains again with each backend alone, twice: the first run of a backend includes what the JVM
   * compiles for it. The dispatcher's first run was the first of this process.
   */
  private void compare(
      Kernels kernels,
      FloatTrainingResult dispatched,
      Function<Kernels, FloatTrainingResult> again) {
    out.printf(Locale.ROOT, "%nThe same %d epochs with each backend alone:%n", command.epochs);
    Tables table = new Tables("backend", "first run", "again", "objective");
    addRow(table, "dispatcher", dispatched, again.apply(kernels));
    for (Availability<Backend> availability : kernels.availability()) {
      Backend backend = availability.of();
      if (!availability.available()) {
        table.row(backend.id(), "not available: " + availability.reason(), "", "");
        continue;
      }
      Kernels alone = Kernels.of(backend);
      addRow(table, backend.id(), again.apply(alone), again.apply(alone));
    }
    table.print(out);
  }

  private static void addRow(
      Tables table, String name, FloatTrainingResult first, FloatTrainingResult again) {
    table.row(
        name,
        String.format(Locale.ROOT, "%.3f s", first.seconds()),
        String.format(Locale.ROOT, "%.3f s", again.seconds()),
        String.format(Locale.ROOT, "%.6f", again.objective()));
  }
}
