package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradcore.train.LinearModel;
import org.gradcore.train.ModelFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and SIGTERM during {@code train --save} keep the last good model. */
class InterruptTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void data() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder("a,b,y\n");
    StringBuilder wide = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      text.append(a).append(',').append(b).append(a > b ? ",yes\n" : ",no\n");
      wide.append(i % 2).append(" 1:1 1000000:").append(a).append('\n');
    }
    shell = new Shell(folder).with("t.csv", text.toString()).with("wide.svm", wide.toString());
    shell.with("m.gcm", "old");
    shell.with(Map.of("GRADCORE_JAVA_OPTIONS", "-Dgradcore.cli.update=100"));
  }

  /**
   * Trains in the background, sends a signal as soon as a line tells that it is time, and prints
   * the exit code. Job control (set -m), since shells let background jobs ignore Ctrl-C else.
   */
  private Shell.Outcome interrupt(String signal, String options, String sign) throws Exception {
    return shell.run(
        String.format(
            """
            set -m
            gradcore train --model logistic --save m.gcm %s >out 2>err &
            until grep -q '%s' out err; do sleep 0.05; kill -0 %%1 || exit 99; done
            kill -%s %%1
            wait %%1
            echo $?
            """,
            options, sign, signal));
  }

  /** The progress bar shows the objective after the first epochs. */
  @ParameterizedTest
  @CsvSource({"INT,64,float", "INT,0,double", "TERM,64,double", "TERM,0,float"})
  void savesTheLastGoodModel(String signal, int batchSize, String element) throws Exception {
    Shell.Outcome outcome =
        interrupt(
            signal,
            "--data t.csv --epochs 100000000 --batch-size " + batchSize + " --element " + element,
            "objective 0");
    assertEquals(signal.equals("INT") ? "130" : "143", outcome.lines().getLast());
    String said = shell.text("err").lines().toList().getLast();
    assertTrue(
        said.matches(
            "gradcore: interrupted: the model of epoch \\d+, objective 0\\.\\d+, is saved to m.gcm"),
        shell.text("err"));
    LinearModel model = ModelFile.load(folder.resolve("m.gcm"));
    assertTrue(said.contains("epoch " + model.metadata().get("epochs") + ","), said);
    Shell.Outcome evaluated = shell.run("gradcore evaluate --load m.gcm --data t.csv");
    assertTrue(evaluated.out().matches("(?s).*accuracy  (0\\.[6-9]|1).*"), evaluated.toString());
    assertTrue(shell.files().stream().noneMatch(name -> name.endsWith(".tmp")));
  }

  /** Within the first epoch, whose steps take a million parameters each, there is none yet. */
  @Test
  void withoutAnEpochNothingIsSaved() throws Exception {
    Shell.Outcome outcome =
        interrupt("INT", "--data wide.svm --batch-size 1 --epochs 10 --quiet", "optimizer");
    assertEquals("130", outcome.lines().getLast());
    assertEquals(
        "gradcore: interrupted: no epoch was completed, nothing is saved",
        shell.text("err").lines().toList().getLast());
    assertEquals("old", shell.text("m.gcm"));
  }
}
