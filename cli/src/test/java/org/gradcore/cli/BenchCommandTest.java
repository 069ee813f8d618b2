package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcore.jmh.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code gradcore bench}, with times too short to say anything about speed. */
class BenchCommandTest {
  @TempDir Path folder;

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

  @Test
  @Timeout(120)
  void printsATableAndWritesJsonAndHtml() throws Exception {
    Path json = folder.resolve("bench.json");
    Path html = folder.resolve("bench.html");
    Outcome outcome =
        run(
            "bench",
            "--quick",
            "--quiet",
            "--only",
            "kernels,fits",
            "--kernels",
            "dot",
            "--element",
            "float",
            "--sizes",
            "16,200",
            "--rounds",
            "1",
            "--sample-micros",
            "5",
            "--warm-up-millis",
            "1",
            "--json",
            json.toString(),
            "--html",
            html.toString());
    assertEquals(0, outcome.code, outcome.err);
    assertTrue(
        outcome.out.matches("(?s)float, medians of 1 rounds:\nkernel .*\ndot +16 .*"), outcome.out);
    assertTrue(outcome.out.contains("regret of the choices: median"), outcome.out);
    assertTrue(outcome.out.contains("left out: fits: no --data was given"), outcome.out);
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertEquals("quick", report.getAsJsonObject("run").get("mode").getAsString());
    assertEquals(2, report.getAsJsonArray("choices").size());
    assertTrue(report.get("fits").isJsonNull() && report.get("coldStart").isJsonNull());
    int contestants =
        (int)
            report.getAsJsonArray("contestants").asList().stream()
                .filter(c -> !c.getAsJsonObject().get("id").getAsString().endsWith("-blas"))
                .count();
    assertEquals(2 * contestants, report.getAsJsonArray("rows").size());
    assertTrue(Files.readString(html).contains("echarts"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kernels dit|--kernels 'dit': unknown, allowed are 'sgd', 'sgdMomentum', 'adam'",
        "--sizes 0|--sizes: 0 given, must be at least 1",
        "--rounds 0|--rounds: 0 given, must be at least 1",
        "--rounds 2 --check|--rounds: 2 given, must be at least 3 with --check",
        "--only kernel|--only 'kernel': unknown, allowed are kernels, cold-start, fits",
        "--only fits|--only fits: --data is needed",
        "--only cold-start --check|--check judges the kernels: --only must name them",
        "--element half|Invalid value for option '--element'",
      })
  void refusesWrongUse(String options, String message) {
    Outcome outcome = run(("bench " + options).split(" "));
    assertEquals(Main.USAGE, outcome.code, outcome.err);
    assertTrue(outcome.err.contains(message), outcome.err);
  }

  @Test
  void saysHowOtherLibrariesAreBuilt() {
    Outcome outcome = run("bench", "--quick", "--quiet", "--peers");
    assertEquals(Main.FAILED, outcome.code, outcome.err);
    assertTrue(outcome.err.contains("./mvnw -Ppeers package"), outcome.err);
    System.setProperty(Peers.PROPERTY, folder.toString());
    try {
      Outcome empty = run("bench", "--quick", "--quiet", "--peers");
      assertEquals(Main.FAILED, empty.code, empty.err);
      assertTrue(empty.err.contains("./mvnw -Ppeers package"), empty.err);
    } finally {
      System.clearProperty(Peers.PROPERTY);
    }
  }

  @Test
  void namesTheFittersThatAreHere() {
    Outcome outcome =
        run(
            "bench",
            "--quick",
            "--quiet",
            "--only",
            "fits",
            "--data",
            folder.toString(),
            "--fitters",
            "gradcore-double,gradcore-half");
    assertEquals(Main.FAILED, outcome.code, outcome.err);
    assertTrue(
        outcome.err.contains("fitter 'gradcore-half': not here, allowed are gradcore-double"),
        outcome.err);
  }

  @Test
  void refusesAFolderThatIsNotThereBeforeItMeasures() {
    Outcome outcome = run("bench", "--html", folder.resolve("none/report.html").toString());
    assertEquals(Main.FAILED, outcome.code);
    assertTrue(outcome.err.contains("none: no such folder"), outcome.err);
  }

  @Test
  @Timeout(120)
  void measuresTheColdStartAndSaysWhatDataAreMissing() throws Exception {
    Path json = folder.resolve("bench.json");
    Outcome outcome =
        run(
            "bench",
            "--quick",
            "--quiet",
            "--only",
            "cold-start,fits",
            "--rounds",
            "1",
            "--json",
            json.toString());
    assertEquals(0, outcome.code, outcome.err);
    assertTrue(outcome.out.contains("cold start, ms after gradcore is first used"), outcome.out);
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertEquals(0, report.getAsJsonArray("rows").size());
    assertEquals("a9a-like", report.getAsJsonObject("coldStart").get("data").getAsString());
    assertTrue(report.get("fits").isJsonNull());
  }
}
