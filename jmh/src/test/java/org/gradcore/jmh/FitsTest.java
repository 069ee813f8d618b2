package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.measure.ChildJvm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole fits: the optimum, the judge, and the processes, too short to say anything about speed. */
class FitsTest {
  private static final Fits.Settings SHORT =
      new Fits.Settings(List.of(1e-4, 1e-6), 1, Duration.ofSeconds(20), 1, 1);

  @TempDir Path folder;

  private static FitReport run(FitProblem problem, FitContestant... fitters) throws Exception {
    return run(SHORT, problem, fitters);
  }

  private static FitReport run(Fits.Settings settings, FitProblem problem, FitContestant... fitters)
      throws Exception {
    int[] last = new int[2];
    FitReport report =
        new Fits(
                settings,
                (done, total, step) -> {
                  assertTrue(done >= last[0] && done <= total, done + " of " + total);
                  last[0] = done;
                  last[1] = total;
                })
            .run(List.of(problem), List.of(fitters));
    assertEquals(last[1], last[0], "progress ends at the total");
    return report;
  }

  @Test
  @Timeout(120)
  void twoBackendsReachBothGaps() throws Exception {
    FitReport report =
        run(
            SHORT.withRounds(2),
            FitProblems.generated(600, 40),
            FitJvm.gradcore(new DoubleGradcoreFitter(), null),
            FitJvm.gradcore(new DoubleGradcoreFitter(), Backend.SCALAR),
            FitJvm.gradcore(new FloatGradcoreFitter(), Backend.SCALAR));
    assertEquals(List.of(), report.left());
    assertEquals(6, report.rows().size());
    for (FitReport.Row row : report.rows()) {
      assertTrue(row.reached(), row.toString());
      assertTrue(row.gap() <= row.target() && row.gap() > -1e-9, row.toString());
      assertEquals(2, row.first().rounds().size());
      assertEquals(2, row.warm().rounds().size());
      assertTrue(row.first().min() > 0 && row.first().max() >= row.first().seconds());
      assertTrue(row.setting().startsWith("L-BFGS"), row.setting());
    }
    assertTrue(report.row("a9a-like", "gradcore-double-scalar", 1e-6).isPresent());
  }

  @Test
  @Timeout(120)
  void wholeProcessesReadAndFit() throws Exception {
    FitReport report = run(FitProblems.generated(300, 20), new GradcoreProcess());
    FitReport.Row row = report.row("a9a-like", "gradcore-process", 1e-6).orElseThrow();
    assertTrue(row.reached(), row.toString());
    assertNull(row.warm());
    assertNotNull(row.first());
  }

  @Test
  @Timeout(120)
  void liblinearFitsWhereItIsInstalled() throws Exception {
    List<FitReport.Left> left = new ArrayList<>();
    List<FitContestant> both = Liblinear.find(System.getenv().getOrDefault("PATH", ""), left);
    if (both.isEmpty()) {
      System.err.println("LIBLINEAR is NOT tested: " + left.getFirst().reason());
      Assumptions.abort(left.getFirst().reason());
    }
    FitReport report = run(FitProblems.generated(300, 20), both.getFirst(), both.get(1));
    assertEquals(List.of(), report.left());
    report.rows().forEach(row -> assertTrue(row.reached(), row.toString()));
  }

  @Test
  void liblinearIsMissedWithAReason() throws Exception {
    List<FitReport.Left> left = new ArrayList<>();
    assertEquals(List.of(), Liblinear.find(folder.toString(), left));
    assertTrue(left.getFirst().reason().contains("apt-get install liblinear-tools"));
  }

  @Test
  void liblinearDeclinesOtherObjectives() {
    Liblinear liblinear = new Liblinear(Path.of("train"), Liblinear.Solver.PRIMAL, "1");
    FitProblem p = FitProblems.generated(20, 14);
    assertNull(liblinear.declines(p));
    assertTrue(liblinear.declines(with(p, 2, true)).contains("penalizes the intercept"));
    assertTrue(liblinear.declines(with(p, 3, false)).contains("softmax"));
  }

  private static FitProblem with(FitProblem p, int classes, boolean intercept) {
    return new FitProblem(
        p.name(),
        p.rows(),
        p.features(),
        classes,
        p.dense(),
        p.rowPointers(),
        p.columns(),
        p.values(),
        p.labels(),
        p.l2(),
        intercept);
  }

  @Test
  void readsModelsOfLiblinear() throws IOException {
    String model =
        "solver_type L2R_LR\nnr_class 2\nlabel %s\nnr_feature 2\nbias %s\nw\n0.5 \n-1e-3 \n";
    assertEquals(List.of(0.5, -1e-3, 0.0), weights(3, String.format(model, "1 -1", "-1")));
    assertEquals(List.of(-0.5, 1e-3), weights(2, String.format(model, "-1 1", "-1")));
    assertThrows(IOException.class, () -> weights(2, String.format(model, "1 -1", "1")));
    assertThrows(IOException.class, () -> weights(2, String.format(model, "1 2 3", "-1")));
    assertThrows(IOException.class, () -> weights(1, String.format(model, "1 -1", "-1")));
    assertThrows(IOException.class, () -> weights(1, ""));
  }

  private static List<Double> weights(int features, String model) throws IOException {
    List<Double> weights = new ArrayList<>();
    for (double w : Liblinear.weights(features, new BufferedReader(new StringReader(model)))) {
      weights.add(w);
    }
    return weights;
  }

  @Test
  @Timeout(60)
  void whatCannotFitIsListedAndTheRestGoesOn() throws Exception {
    FitJvm missing =
        new FitJvm(
            "nobody", new FitReport.Who("nobody", "peer", "1"), ChildJvm.options(null), null);
    FitJvm broken =
        new FitJvm(
            "gradcore-double", new FitReport.Who("broken", "peer", "1"), List.of(), "/nowhere");
    FitProblem problem = FitProblems.generated(200, 20);
    FitReport report =
        run(problem, missing, broken, FitJvm.gradcore(new DoubleGradcoreFitter(), Backend.SCALAR));
    assertEquals(2, report.left().size(), report.left().toString());
    assertTrue(report.left().get(0).reason().contains("no fitter nobody"));
    assertTrue(report.left().get(1).reason().contains("status 1"));
    assertEquals(2, report.rows().size());
  }

  @Test
  void foldersWithoutDataAreSkippedWithAReason() throws IOException {
    List<String> skipped = new ArrayList<>();
    assertEquals(List.of(), FitProblems.load(folder, skipped));
    assertEquals(4, skipped.size());
    assertTrue(skipped.getFirst().startsWith("fits of a9a.gz: no such file in "));
  }

  @Test
  void filesHoldTheProblem() throws IOException {
    FitProblem problem = FitProblems.generated(50, 20);
    Path file = folder.resolve("problem");
    FitProblemFile.write(problem, file);
    FitProblem read = FitProblemFile.read(file);
    assertEquals(problem.label(), read.label());
    double optimum = new FitObjective(problem).optimum();
    assertEquals(optimum, new FitObjective(read).optimum());
    assertEquals(Math.log(2), new FitObjective(read).value(new double[20]), 1e-12);
    FitProblemFile.writeLibsvm(problem, file);
    assertTrue(Files.readString(file).matches("(?s)[+-]1( \\d+:1){14}\n.*"));
  }

  @Test
  @Timeout(120)
  void optimaAreThoseOfTheReference() throws IOException {
    Path data = shared("data");
    JsonObject reference;
    try (Reader reader = Files.newBufferedReader(shared("reference/optima.json"))) {
      reference = JsonParser.parseReader(reader).getAsJsonObject();
    }
    List<FitProblem> problems = FitProblems.load(data, new ArrayList<>());
    assertEquals(6, problems.size());
    for (FitProblem problem : problems) {
      JsonObject entry = entry(reference, problem);
      assertEquals(entry.get("n").getAsInt(), problem.rows());
      assertEquals(entry.get("d").getAsInt(), problem.features());
      FitObjective objective = new FitObjective(problem);
      double atZero = objective.value(new double[problem.parameters()]);
      assertEquals(entry.get("F_at_zero").getAsDouble(), atZero, 1e-12, problem.label());
      if (problem.features() > 500 && !Boolean.getBoolean("gradcore.long")) {
        continue; // half a minute
      }
      double expected = entry.get("objective").getAsDouble();
      assertEquals(1, objective.optimum() / expected, 1e-9, problem.label());
    }
  }

  private static JsonObject entry(JsonObject reference, FitProblem problem) {
    String name = problem.name();
    String dataset =
        name.equals("letter")
            ? "letter.scale"
            : name.equals("mnist-10k") ? "mnist first10000" : name;
    for (JsonElement element : reference.getAsJsonArray("entries")) {
      JsonObject entry = element.getAsJsonObject();
      boolean same =
          entry.get("dataset").getAsString().equals(dataset)
              && entry
                  .get("task")
                  .getAsString()
                  .equals(problem.classes() == 2 ? "binary-logistic" : "softmax")
              && entry.get("bias").getAsString().equals(problem.intercept() ? "unreg" : "none")
              && entry.get("lam").getAsDouble() == problem.l2();
      if (same) {
        return entry;
      }
    }
    throw new AssertionError("no entry for " + problem.label());
  }

  private static Path shared(String name) {
    String given = System.getProperty("gradcore.shared");
    Path shared = given == null ? null : Path.of(given);
    for (Path at = Path.of("").toAbsolutePath();
        shared == null && at != null;
        at = at.getParent()) {
      if (Files.isDirectory(at.resolve("shared").resolve("reference"))) {
        shared = at.resolve("shared");
      }
    }
    Path file = shared == null ? null : shared.resolve(name);
    if (file == null || !Files.exists(file)) {
      String message = "NOT TESTED: shared/" + name + " not found; set -Dgradcore.shared=FOLDER";
      System.err.println("WARNING: " + message);
      Assumptions.abort(message);
    }
    return file;
  }

  @Test
  @Timeout(60)
  void coldStartOfEveryBackend() throws Exception {
    ColdStart.Result result =
        new ColdStart(new ColdStart.Settings(1, List.of(1, 20), 2, 300), (done, total, step) -> {})
            .run(null);
    assertEquals("a9a-like", result.data());
    List<String> backends = result.rows().stream().map(ColdStart.Row::backend).distinct().toList();
    assertTrue(backends.contains("dispatch") && backends.contains("scalar"), backends.toString());
    assertEquals(4 * backends.size(), result.rows().size());
    result.rows().forEach(row -> assertTrue(row.millis() > 0, row.toString()));
    assertFalse(result.rows().stream().anyMatch(row -> row.min() > row.max()));
  }
}
