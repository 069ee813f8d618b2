package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradcore.optim.Optimizers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as their users call them: exit code, standard output, standard error. */
class CommandTest {
  @TempDir Path folder;

  private static final String SVM = "1 1:1\n0 1:2\n";
  private static final String CSV = "1,1\n2,0\n";

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    int code = command.execute(args);
    return new Outcome(code, out.toString(), err.toString());
  }

  private static Outcome run(String line, Path folder) {
    return run(line.replace("@", folder + "/").split(" "));
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Two classes that a line separates, in LIBSVM format. */
  private void separable(String name, int rows, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble() - 0.5;
      double b = random.nextDouble() - 0.5;
      text.append(a + b > 0 ? "+1" : "-1").append(" 1:" + a + " 2:" + b + "\n");
    }
    file(name, text.toString());
  }

  @Test
  void trainsOnTheBundledDigits() {
    Outcome outcome = run("train", "--epochs", "20", "--quiet");
    assertEquals(0, outcome.code, outcome.err);
    assertTrue(outcome.out.contains("bundled digits"), outcome.out);
    assertTrue(outcome.out.matches("(?s).*test accuracy +0\\.[89]\\d+.*"), outcome.out);
    assertTrue(outcome.out.contains("denseSoftmax"), outcome.out);
    assertTrue(outcome.out.contains("with each backend alone"), outcome.out);
    for (String backend : List.of("scalar", "vector", "openblas")) {
      assertTrue(outcome.out.matches("(?s).*\n" + backend + " .*"), outcome.out);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void printsOneJsonObjectAndNothingElse(String element) {
    Outcome outcome = run("train", "--epochs", "3", "--json", "--quiet", "--element", element);
    assertEquals(0, outcome.code, outcome.err);
    assertEquals(1, outcome.out.lines().count(), outcome.out);
    JsonObject json = JsonParser.parseString(outcome.out).getAsJsonObject();
    assertEquals(element, json.get("element").getAsString());
    assertEquals(3, json.get("epochs").getAsInt());
    assertTrue(json.get("objective").getAsDouble() < 1);
    assertTrue(json.getAsJsonObject("train").get("accuracy").getAsDouble() > 0.9);
    assertTrue(json.getAsJsonObject("test").get("accuracy").getAsDouble() > 0.8);
    assertTrue(json.get("seconds").getAsDouble() > 0);
    assertTrue(json.getAsJsonArray("backends").size() > 2);
  }

  @Test
  void everyBackendGivesTheSameObjective() {
    String first = null;
    for (String backend : List.of("scalar", "vector", "auto")) {
      Outcome outcome = run("train", "--epochs", "2", "--json", "--quiet", "--backend", backend);
      assertEquals(0, outcome.code, outcome.err);
      String objective =
          JsonParser.parseString(outcome.out).getAsJsonObject().get("objective").getAsString();
      // The dispatcher may choose BLAS, which sums in its own order.
      String shown = objective.substring(0, 6);
      first = first == null ? shown : first;
      assertEquals(first, shown, backend);
    }
  }

  @ParameterizedTest
  @CsvSource({"sgd,0.5", "adam,0.05", "adamw,0.05", "rmsprop,0.05"})
  void trainsSavesEvaluatesAndPredicts(String optimizer, String rate) throws Exception {
    separable("train.svm", 500, 1);
    separable("test.svm", 200, 2);
    Outcome trained =
        run(
            "train --data @train.svm --test @test.svm --model logistic --epochs 30 --quiet"
                + " --save @m.gcm --optimizer "
                + optimizer
                + " --learning-rate "
                + rate,
            folder);
    assertEquals(0, trained.code, trained.err);
    assertTrue(trained.out.contains("saved to"), trained.out);
    Outcome evaluated = run("evaluate --load @m.gcm --data @test.svm --json", folder);
    assertEquals(0, evaluated.code, evaluated.err);
    double accuracy =
        JsonParser.parseString(evaluated.out).getAsJsonObject().get("accuracy").getAsDouble();
    assertTrue(accuracy > 0.9, evaluated.out);
    Outcome predicted = run("predict --load @m.gcm --data @test.svm --output @p.txt", folder);
    assertEquals(0, predicted.code, predicted.err);
    List<String> labels =
        Files.readAllLines(folder.resolve("test.svm")).stream()
            .map(l -> l.startsWith("+1") ? "1" : "-1")
            .toList();
    List<String> predictions = Files.readAllLines(folder.resolve("p.txt"));
    long right = 0;
    for (int i = 0; i < labels.size(); i++) {
      right += labels.get(i).equals(predictions.get(i)) ? 1 : 0;
    }
    assertEquals(accuracy, right / 200.0, 1e-12);
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(files.anyMatch(p -> p.toString().endsWith(".tmp")), "a temporary file is left");
    }
  }

  /** Every optimizer that the library has trains, with its own options. */
  @TestFactory
  Stream<DynamicTest> everyOptimizer() {
    Map<String, String> options =
        Map.of(
            "ftrl",
            " --l1-strength 0.01 --learning-rate 0.1",
            "adan",
            " --beta3 0.9 --decoupled",
            "adopt",
            " --no-clip");
    return Optimizers.all().stream()
        .map(optimizer -> optimizer.getClass().getSimpleName())
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      String own = options.getOrDefault(name.toLowerCase(Locale.ROOT), "");
                      Outcome outcome =
                          run("train --epochs 3 --json --quiet --optimizer " + name + own, folder);
                      assertEquals(0, outcome.code, outcome.err);
                      JsonObject json = JsonParser.parseString(outcome.out).getAsJsonObject();
                      double accuracy = json.getAsJsonObject("train").get("accuracy").getAsDouble();
                      assertTrue(accuracy > 0.8, outcome.out);
                    }));
  }

  @Test
  void predictsTextLabelsFromCsvWithAndWithoutTarget() throws Exception {
    StringBuilder text = new StringBuilder("length,width,kind\n");
    for (int i = 0; i < 60; i++) {
      double length = i % 3 + 0.01 * (i % 7);
      text.append(length + "," + (2 - length) + "," + List.of("ape", "bat", "cat").get(i % 3));
      text.append("\n");
    }
    file("t.csv", text.toString());
    file("new.csv", "length,width\n0.0,2.0\n1.0,1.0\n2.0,0.0\n");
    Outcome trained =
        run(
            "train --data @t.csv --target kind --epochs 100 --quiet --save @m.gcm"
                + " --learning-rate 0.1",
            folder);
    assertEquals(0, trained.code, trained.err);
    Outcome withTarget = run("evaluate --load @m.gcm --data @t.csv", folder);
    assertTrue(withTarget.out.contains("accuracy  1.0000"), withTarget.out + withTarget.err);
    Outcome without = run("predict --load @m.gcm --data @new.csv", folder);
    assertEquals("ape\nbat\ncat\n", without.out.replace("\r", ""), without.err);
  }

  @Test
  void trainsRegressionAndReportsRmse() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(i * 0.01).append(',').append(3 + 2 * i * 0.01).append('\n');
    }
    file("line.csv", text.toString());
    Outcome outcome =
        run(
            "train --data @line.csv --model linear --optimizer sgd --learning-rate 0.5 --epochs 500"
                + " --batch-size 0 --element double --json --quiet",
            folder);
    assertEquals(0, outcome.code, outcome.err);
    JsonObject json = JsonParser.parseString(outcome.out).getAsJsonObject();
    assertTrue(json.getAsJsonObject("train").get("rmse").getAsDouble() < 1e-3, outcome.out);
  }

  static Stream<Arguments> wrongUse() {
    return Stream.of(
        Arguments.of("train --foo", "Unknown option: '--foo'"),
        Arguments.of("train --optimizer foo", "expected one of [adabelief, adadelta, "),
        Arguments.of("train --model foo", "expected one of [linear, logistic, softmax]"),
        Arguments.of("train --backend half", "--backend 'half': unknown, allowed are auto, "),
        Arguments.of("predict --load x --data y --backend half", "--backend 'half': unknown"),
        Arguments.of("evaluate --load x --data y --backend half", "--backend 'half': unknown"),
        Arguments.of("train --element half", "expected one of [FLOAT, DOUBLE]"),
        Arguments.of("train --learning-rate NaN", "learningRate NaN"),
        Arguments.of("train --learning-rate -1", "learningRate -1"),
        Arguments.of("train --optimizer sgd --momentum NaN", "momentum NaN"),
        Arguments.of("train --beta1 1", "beta1 1"),
        Arguments.of("train --beta2 NaN", "beta2 NaN"),
        Arguments.of("train --epsilon -1", "epsilon -1"),
        Arguments.of("train --weight-decay NaN", "weightDecay NaN"),
        Arguments.of("train --optimizer sgd --nesterov", "nesterov"),
        Arguments.of(
            "train --momentum 0.9",
            "--momentum is no option of --optimizer adam, which has --beta1, --beta2, "),
        Arguments.of("train --beta1 small", "'small' is not a double"),
        Arguments.of("train --no-clip", "--clip is no option of --optimizer adam, which has"),
        Arguments.of("train --maximize", "Unknown option: '--maximize'"),
        Arguments.of("train --l2 -1", "l2 -1"),
        Arguments.of("train --l2 NaN", "l2 NaN"),
        Arguments.of("train --epochs 0", "epochs 0"),
        Arguments.of("train --batch-size -1", "batchSize -1"),
        Arguments.of("train --epochs many", "'many' is not an int"),
        Arguments.of("train --test x", "--test without --data"),
        Arguments.of("train --data x --format libsvm --skip-lines 1", "--skip-lines is for CSV"),
        Arguments.of("train --data x --format libsvm --header no", "--header is for CSV"),
        Arguments.of("train --data x --format libsvm --target 0", "--target is for CSV"),
        Arguments.of("train --data x --format libsvm --delimiter tab", "--delimiter is for CSV"),
        Arguments.of("train --data x --format csv --value-scale 2", "--value-scale is for IDX"),
        Arguments.of("train --data x --format csv --labels y", "--labels is for IDX"),
        Arguments.of("train --data x --format csv --features 3", "--features is for LIBSVM"),
        Arguments.of("train --data x --format idx --features 3", "--features is for LIBSVM"),
        Arguments.of("train --data x --header no --value-scale 2", "--value-scale is for IDX"),
        Arguments.of("train --data x --delimiter ab", "--delimiter 'ab': one character"),
        Arguments.of("train --data x --value-scale 0", "scale 0.0"),
        Arguments.of("train --data x --features -1", "--features -1"),
        Arguments.of("train --data x --test-labels y", "--test-labels without --test"),
        Arguments.of("train --header no", "--header without --data"),
        Arguments.of("evaluate --load m --data x --features 3", "Unknown option"),
        Arguments.of("predict --load m --data x --features 3", "Unknown option"),
        Arguments.of("predict --load m --data x --labels y", "Unknown option"),
        Arguments.of("train --data - --test -", "- is standard input"),
        Arguments.of("evaluate", "Missing required option"),
        Arguments.of("frobnicate", "Unmatched argument"),
        Arguments.of("train extra", "Unmatched argument"));
  }

  @ParameterizedTest
  @MethodSource("wrongUse")
  void wrongUseIsOneLineAndTwo(String line, String message) {
    Outcome outcome = run(line, folder);
    assertEquals(2, outcome.code, outcome.err);
    assertEquals("", outcome.out);
    assertTrue(outcome.err.startsWith("gradcore: "), outcome.err);
    assertTrue(outcome.err.contains(message), outcome.err);
    assertFalse(outcome.err.contains("\tat "), outcome.err);
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        Arguments.of("missing", null, "train --data @missing", "no such file"),
        Arguments.of("zero", "+1 0:1\n-1 1:1\n", "train --data @zero --format libsvm", "index 0"),
        Arguments.of(
            "order", "1 3:1 2:1\n", "train --data @order --format libsvm --model linear", ":1: "),
        Arguments.of("nan", "1 1:NaN\n", "train --data @nan --format libsvm", ":1: "),
        Arguments.of("inf.csv", "1,0\n1e999,1\n", "train --data @inf.csv --header no", ":2: "),
        Arguments.of("text.csv", "1,0\nabc,1\n", "train --data @text.csv --header no", "'abc'"),
        Arguments.of("empty.csv", "", "train --data @empty.csv", "empty.csv"),
        Arguments.of(
            "three", "1 1:1\n2 1:2\n3 1:3\n", "train --data @three --model logistic", "exactly 2"),
        Arguments.of("one", "1 1:1\n1 1:2\n", "train --data @one --model logistic", "exactly 2"),
        Arguments.of("half.csv", "1,0.5\n2,1\n", "train --data @half.csv", "whole numbers"),
        Arguments.of(
            "names.csv", "1,a\n2,b\n", "train --data @names.csv --model linear", "needs numbers"),
        Arguments.of("x", "1 1:1\n2 1:2\n", "train --data @x --save @no/such/m", "m"),
        Arguments.of(
            "a.svm", SVM, "train --data @a.svm --skip-lines 1", "a.svm: looks like LIBSVM, and --"),
        Arguments.of(
            "a.svm", SVM, "train --data @a.svm --header no", "a.svm: looks like LIBSVM, and --"),
        Arguments.of(
            "a.svm", SVM, "train --data @a.svm --target 0", "a.svm: looks like LIBSVM, and --"),
        Arguments.of(
            "a.svm",
            SVM,
            "train --data @a.svm --delimiter tab",
            "a.svm: looks like LIBSVM, and --"),
        Arguments.of("a", SVM, "train --data @a --header no", "a: looks like LIBSVM, and --"),
        Arguments.of("a", SVM, "train --data @a --target 0", "a: looks like LIBSVM, and --"),
        Arguments.of("a", SVM, "train --data @a --value-scale 2", "a: looks like LIBSVM, and --"),
        Arguments.of("a", SVM, "train --data @a --skip-lines 1", "a:1: found LIBSVM"),
        Arguments.of("b", CSV, "train --data @b --features 3", "b: looks like CSV, and --"),
        Arguments.of(
            "b.csv", CSV, "train --data @b.csv --features 3", "b.csv: looks like CSV, and --"),
        Arguments.of("b", CSV, "train --data @b --value-scale 2", "b: looks like CSV, and --"),
        Arguments.of(
            "b.csv", CSV, "train --data @b.csv --value-scale 2", "b.csv: looks like CSV, and --"),
        Arguments.of("b", CSV, "train --data @b --labels a", "b: looks like CSV, and --"),
        Arguments.of(
            "b.csv", CSV, "train --data @b.csv --labels a", "b.csv: looks like CSV, and --"),
        Arguments.of("model", "not a model", "evaluate --load @model --data @model", "model"),
        Arguments.of("p", "1 1:1\n", "predict --load @nothing --data @p", "no such file"));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void badInputIsOneLineAndOne(String name, String text, String line, String message)
      throws Exception {
    if (text != null) {
      file(name, text);
    }
    Outcome outcome = run(line + (line.startsWith("train") ? " --quiet" : ""), folder);
    assertEquals(1, outcome.code, outcome.out + outcome.err);
    assertEquals(1, outcome.err.lines().count(), outcome.err);
    assertTrue(outcome.err.startsWith("gradcore: "), outcome.err);
    assertTrue(outcome.err.contains(message), outcome.err);
  }

  @Test
  void testDataWithMoreFeaturesOrUnknownLabelsIsAnError() throws Exception {
    file("train", "1 1:1\n2 2:1\n");
    file("wide", "1 3:1\n");
    file("other", "3 1:1\n");
    Outcome wide = run("train --data @train --test @wide --quiet", folder);
    assertEquals(1, wide.code);
    assertTrue(wide.err.contains("index 3") && wide.err.contains("2"), wide.err);
    Outcome other = run("train --data @train --test @other --quiet", folder);
    assertEquals(1, other.code);
    assertTrue(other.err.contains("label 3"), other.err);
  }

  @Test
  void divergenceStopsWithThreeAndKeepsTheLastGoodModel() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(i).append(',').append(2 * i).append('\n');
    }
    file("line.csv", text.toString());
    Path model = file("m.gcm", "the old file");
    String line =
        "train --data @line.csv --model linear --optimizer sgd --learning-rate 10 --epochs 200"
            + " --batch-size 0 --quiet --json --save @m.gcm";
    Outcome outcome = run(line, folder);
    assertEquals(Main.DIVERGED, outcome.code, outcome.err);
    assertEquals("", outcome.out);
    assertTrue(outcome.err.contains("epoch") && outcome.err.contains("step"), outcome.err);
    assertTrue(outcome.err.contains("lower the learning rate"), outcome.err);
    byte[] saved = Files.readAllBytes(model);
    assertFalse(new String(saved, StandardCharsets.UTF_8).contains("the old file"));
    assertEquals(0, run("evaluate --load @m.gcm --data @line.csv", folder).code);
  }

  @Test
  void damagedModelIsOneLine() throws Exception {
    separable("train.svm", 50, 1);
    run("train --data @train.svm --epochs 1 --quiet --save @m.gcm", folder);
    byte[] bytes = Files.readAllBytes(folder.resolve("m.gcm"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve("m.gcm"), bytes);
    Outcome outcome = run("evaluate --load @m.gcm --data @train.svm", folder);
    assertEquals(1, outcome.code);
    assertEquals(1, outcome.err.lines().count(), outcome.err);
    assertTrue(outcome.err.contains("m.gcm"), outcome.err);
  }

  @Test
  void infoNamesEveryBackendAndKernel() {
    Outcome text = run("info");
    assertEquals(0, text.code, text.err);
    for (String word : List.of("cpu", "jdk", "scalar", "vector", "openblas", "csrSoftmax")) {
      assertTrue(text.out.contains(word), word + " in " + text.out);
    }
    JsonObject json = JsonParser.parseString(run("info", "--json").out).getAsJsonObject();
    assertEquals(3, json.getAsJsonArray("backends").size());
    assertTrue(json.getAsJsonArray("choices").size() > 200);
    assertTrue(json.has("profile"));
    boolean library = !json.getAsJsonArray("isas").isEmpty();
    assertEquals(library ? 2 : 0, json.getAsJsonArray("crossings").size());
    assertEquals(library, text.out.contains("calls by foreign"), text.out);
  }

  @Test
  void helpOfEveryCommandIsThere() {
    for (String command : List.of("train", "evaluate", "predict", "info", "calibrate")) {
      Outcome outcome = run(command, "--help");
      assertEquals(0, outcome.code);
      assertTrue(outcome.out.startsWith("Usage: gradcore " + command), outcome.out);
    }
    assertEquals(2, run().code);
    assertEquals(0, run("--help").code);
    assertEquals(0, run("--version").code);
  }
}
