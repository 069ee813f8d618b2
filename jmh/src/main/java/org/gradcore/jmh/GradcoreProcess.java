package org.gradcore.jmh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradcore.data.DoubleLibsvmReader;
import org.gradcore.data.LibsvmOptions;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.measure.ChildJvm;

/** gradcore as a program, to be compared with LIBLINEAR's: the start of the JVM counts, too. */
final class GradcoreProcess extends FitProcess {
  private final Fitter.Fit settings =
      new DoubleGradcoreFitter().prepare(FitProblems.generated(2, 14));

  GradcoreProcess() {
    super("gradcore-process", Kernels.VERSION);
  }

  @Override
  String declines(FitProblem problem) {
    return problem.classes() > 2 || problem.intercept()
        ? "it is there to be compared with LIBLINEAR, which does not fit this"
        : null;
  }

  @Override
  int efforts() {
    return settings.efforts();
  }

  @Override
  String setting(int effort) {
    return settings.setting(effort);
  }

  @Override
  List<String> command(FitProblem problem, Path text, int effort, Path weights) {
    return ChildJvm.command(
        ChildJvm.options(null),
        null,
        Main.class,
        List.of(
            text.toString(),
            Integer.toString(problem.features()),
            Double.toString(problem.l2()),
            Integer.toString(effort),
            weights.toString()));
  }

  @Override
  double[] weights(FitProblem problem, Path file) throws IOException {
    double[] weights = new double[problem.parameters()];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = in.readDouble();
      }
    }
    return weights;
  }

  /** The program. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      LibsvmOptions options = LibsvmOptions.DEFAULT.withColumns(Integer.parseInt(args[1]));
      FitProblem problem =
          FitProblems.of(
              "data",
              DoubleLibsvmReader.read(Path.of(args[0]), options),
              false,
              Double.parseDouble(args[2]),
              false);
      double[] weights = new DoubleGradcoreFitter().prepare(problem).run(Integer.parseInt(args[3]));
      try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(Path.of(args[4])))) {
        for (double weight : weights) {
          out.writeDouble(weight);
        }
      }
    }
  }
}
