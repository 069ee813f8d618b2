package org.gradcore.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradcore.dispatch.measure.ChildJvm;

/** LIBLINEAR's program, as Debian's package liblinear-tools has it. */
final class Liblinear extends FitProcess {
  /** LIBLINEAR's solvers of logistic regression. */
  enum Solver {
    /** The default of its authors for logistic regression: a trust region Newton method. */
    PRIMAL("liblinear", 0, 1, 9),
    /** Dual coordinate descent. */
    DUAL("liblinear-dual", 7, 10, 7);

    private final String id;
    private final int number;
    private final double loosest;
    private final int decades;

    Solver(String id, int number, double loosest, int decades) {
      this.id = id;
      this.number = number;
      this.loosest = loosest;
      this.decades = decades;
    }

    String id() {
      return id;
    }
  }

  private static final List<String> NAMES = List.of("liblinear-train", "train");

  private final Path program;
  private final Solver solver;

  Liblinear(Path program, Solver solver, String version) {
    super(solver.id, version);
    this.program = program;
    this.solver = solver;
  }

  /**
   * Both solvers, if the program is there.
   *
   * @param path folders to look in
   * @param left receives the reason if it is not there
   * @return the solvers, or nothing
   */
  static List<FitContestant> find(String path, List<FitReport.Left> left)
      throws InterruptedException {
    Path program = program(NAMES, path);
    if (program == null) {
      left.add(
          new FitReport.Left(
              Solver.PRIMAL.id,
              null,
              "neither "
                  + String.join(" nor ", NAMES)
                  + " is on the PATH (Debian and Ubuntu: apt-get install liblinear-tools)"));
      return List.of();
    }
    String version = version();
    List<FitContestant> both = new ArrayList<>();
    for (Solver solver : Solver.values()) {
      both.add(new Liblinear(program, solver, version));
    }
    return both;
  }

  /** The program does not say its version: the package manager may. */
  private static String version() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    List<String> command = List.of("dpkg-query", "-W", "-f", "${Version}", "liblinear-tools");
    try {
      int status = ChildJvm.run(command, "", null, lines::add).status();
      return status == 0 && !lines.isEmpty() ? lines.getFirst() : "unknown";
    } catch (IOException e) {
      return "unknown"; // not a Debian system
    }
  }

  @Override
  String declines(FitProblem problem) {
    if (problem.classes() > 2) {
      return "it fits one class against the rest, which is not softmax regression";
    }
    return problem.intercept() ? "it penalizes the intercept" : null;
  }

  @Override
  int efforts() {
    return 2 * solver.decades + 1;
  }

  /** 1, 0.3, 0.1, 0.03, … times the loosest. */
  private double tolerance(int effort) {
    return solver.loosest * Math.pow(10, -(effort / 2)) * (effort % 2 == 0 ? 1 : 0.3);
  }

  @Override
  String setting(int effort) {
    return String.format(Locale.ROOT, "-s %d -e %.1g", solver.number, tolerance(effort));
  }

  @Override
  List<String> command(FitProblem problem, Path text, int effort, Path weights) {
    return List.of(
        program.toString(),
        "-q",
        "-s",
        Integer.toString(solver.number),
        "-c",
        Double.toString(1 / (problem.rows() * problem.l2())),
        "-B",
        "-1",
        "-e",
        Double.toString(tolerance(effort)),
        text.toString(),
        weights.toString());
  }

  @Override
  double[] weights(FitProblem problem, Path weights) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(weights, StandardCharsets.US_ASCII)) {
      return weights(problem.features(), lines);
    }
  }

  /**
   * Reads a model of two classes, labelled −1 and +1, without an intercept.
   *
   * @param features columns of the data; those after the last that occurs have weight 0
   * @param lines the model
   * @return the weights of the positive class
   * @throws IOException if it is not such a model
   */
  static double[] weights(int features, BufferedReader lines) throws IOException {
    double sign = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.strip().split(" +");
      if (words[0].equals("label")) {
        // The weights are those of the label that is named first.
        sign = words.length == 3 ? Math.signum(Double.parseDouble(words[1])) : 0;
      } else if (words[0].equals("bias") && Double.parseDouble(words[1]) >= 0) {
        throw new IOException("the model of LIBLINEAR has an intercept");
      } else if (words[0].equals("w")) {
        break;
      }
    }
    if (sign == 0) {
      throw new IOException("what LIBLINEAR wrote is no model of two classes");
    }
    double[] weights = new double[features];
    int j = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        if (j == features) {
          throw new IOException("the model of LIBLINEAR has more than " + features + " weights");
        }
        weights[j++] = sign * Double.parseDouble(line.strip());
      }
    }
    return weights;
  }
}
