package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that are worse than doing nothing, and training that diverges, are said with advice. */
class WorseThanNothingTest {
  @TempDir Path folder;

  /** Two classes; the second column is a thousand times as large as the first. */
  private static String uneven(String separator) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      double a = random.nextDouble() - 0.5;
      double b = 1000 * random.nextDouble();
      text.append(
          separator.equals(",")
              ? String.format("%.3f,%.3f,%d%n", a, b, i % 2)
              : String.format("%d 1:%.3f 2:%.3f%n", i % 2, a, b));
    }
    return text.toString();
  }

  private static JsonArray warnings(Shell.Outcome outcome) {
    assertEquals(0, outcome.status(), outcome.toString());
    return JsonParser.parseString(outcome.out()).getAsJsonObject().getAsJsonArray("warnings");
  }

  @Test
  @Cases.Covers("10-worse-than-nothing")
  void worseThanNothing() throws Exception {
    String name = "10-worse-than-nothing";
    Shell shell = new Shell(folder).with(Cases.files(name));
    Shell.Outcome outcome = shell.run(Cases.cmd(name));
    assertEquals("exit 0", outcome.lines().getLast());
    assertEquals(1, outcome.errors().size(), outcome.err());
    assertTrue(outcome.err().startsWith("gradcore: warning: worse than doing"), outcome.err());
    assertTrue(outcome.err().contains("above the 0.693147 of the untrained"), outcome.err());
    assertTrue(outcome.err().contains("standardize the features (--standardize"), outcome.err());
    assertTrue(outcome.err().contains("or lower the learning rate"), outcome.err());
    Shell.Outcome later = shell.run("gradcore evaluate --load u.gcm --data u.csv --json");
    assertTrue(warnings(later).get(0).getAsString().contains("when the model was trained"));
    assertEquals(1, later.errors().size(), later.err());
    Shell.Outcome mended =
        shell.run(
            "gradcore train --data u.csv --model logistic --optimizer sgd --epochs 20 --quiet"
                + " --standardize --json");
    assertEquals(0, warnings(mended).size(), mended.toString());
    assertEquals("", mended.err());
  }

  @ParameterizedTest
  @CsvSource({"u.csv,float", "u.csv,double", "u.svm,float", "u.svm,double"})
  void isSaidInJsonToo(String file, String element) throws Exception {
    Shell shell = new Shell(folder).with("u.csv", uneven(",")).with("u.svm", uneven(" "));
    String train =
        "gradcore train --data "
            + file
            + " --optimizer sgd --batch-size 8 --epochs 5 --quiet --json --element "
            + element;
    JsonArray warnings = warnings(shell.run(train + " --model softmax"));
    assertEquals(1, warnings.size());
    String warning = warnings.get(0).getAsString();
    assertTrue(warning.contains("above the 0.693147 of the untrained model"), warning);
    assertTrue(warning.contains("column 2 goes up to 9"), warning);
  }

  /** The advice fits the cause: features that are standardized need no other scale. */
  @Test
  void learningRateThatIsTooHigh() throws Exception {
    Shell shell = new Shell(folder).with("u.csv", uneven(","));
    Shell.Outcome outcome =
        shell.run(
            "gradcore train --data u.csv --model logistic --standardize --optimizer sgd"
                + " --learning-rate 1e4 --epochs 5 --quiet --json");
    String warning = warnings(outcome).get(0).getAsString();
    assertTrue(
        warning.endsWith("; lower the learning rate (--learning-rate, now 10000.0)"), warning);
    assertFalse(warning.contains("--standardize"), warning);
  }

  /** Far from done, with an objective that still falls. */
  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void trainingThatIsTooShort(String element) throws Exception {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 50; i++) {
      text.append(i / 50.0).append(',').append(1000 + i).append('\n');
    }
    Shell shell = new Shell(folder).with("r.csv", text.toString());
    Shell.Outcome outcome =
        shell.run(
            "gradcore train --data r.csv --test r.csv --model linear --epochs 5 --quiet --json"
                + " --save r.gcm --element "
                + element);
    String warning = warnings(outcome).get(0).getAsString();
    assertTrue(warning.contains("the training rmse 1024"), warning);
    assertTrue(warning.contains("is above the 14.43"), warning);
    assertTrue(warning.contains("the test rmse"), warning);
    assertTrue(warning.contains("train longer (--epochs, now 5) or raise the learning"), warning);
    Shell.Outcome evaluated = shell.run("gradcore evaluate --load r.gcm --data r.csv");
    assertEquals(1, evaluated.errors().size(), evaluated.err());
    assertTrue(evaluated.err().contains("always predicting the mean"), evaluated.err());
    Shell.Outcome held =
        shell.run(
            "gradcore train --data r.csv --model linear --no-intercept --learning-rate 5"
                + " --epochs 3000 --quiet --json");
    String advice = warnings(held).get(0).getAsString();
    assertTrue(advice.contains("fit an intercept (--intercept)"), advice);
  }

  /** Evaluation compares with the class that was most frequent in training. */
  @Test
  void evaluationBelowTheMajority() throws Exception {
    StringBuilder train = new StringBuilder();
    StringBuilder turned = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String x = i % 3 == 0 ? " 1:1\n" : " 2:1\n";
      train.append(i % 3 == 0 ? "+1" : "-1").append(x);
      turned.append(i % 3 == 0 ? "-1" : "+1").append(x);
    }
    Shell shell =
        new Shell(folder).with("t.svm", train.toString()).with("u.svm", turned.toString());
    String command =
        "gradcore train --data t.svm --model logistic --epochs 50 --quiet --save t.gcm";
    assertEquals("", shell.run(command).err());
    String evaluate = "gradcore evaluate --load t.gcm --json --data ";
    assertEquals(0, warnings(shell.run(evaluate + "t.svm")).size());
    Shell.Outcome outcome = shell.run(evaluate + "u.svm");
    String warning = warnings(outcome).get(0).getAsString();
    assertTrue(warning.contains("the accuracy 0.0000 is below the 0.3333"), warning);
    assertTrue(warning.contains("do these data have the columns"), warning);
    Shell.Outcome test = shell.run(command + " --test u.svm");
    assertTrue(test.err().contains("the test accuracy 0.0000 is below the 0.3333"), test.err());
    assertTrue(test.err().contains("the test data differ"), test.err());
  }

  @Test
  @Cases.Covers("20-divergence-wording")
  void divergenceInTheFirstEpoch() throws Exception {
    String name = "20-divergence-wording";
    Shell shell = new Shell(folder).with(Cases.files(name));
    Shell.Outcome outcome = shell.run(Cases.cmd(name));
    List<String> said = outcome.errors().stream().filter(e -> e.startsWith("gradcore")).toList();
    assertEquals(2, said.size(), outcome.err());
    for (String line : said) {
      assertTrue(line.contains("epsilon 0 gives 0/0"), line);
      assertTrue(line.contains("column 'b' of zeros"), line);
      assertTrue(line.contains("no epoch was completed"), line);
      assertFalse(line.contains("last good model"), line);
      assertFalse(line.contains("learning rate"), line);
    }
    assertEquals(List.of("zerocol.csv"), shell.files());
  }

  /** Nothing is saved and what was there stays, whatever the optimizer, element and batch size. */
  @ParameterizedTest
  @CsvSource({
    "adam,float,0,csv",
    "adamw,double,0,csv",
    "rmsprop,float,0,svm",
    "adam,double,4,svm",
    "adamw,float,4,svm",
    "rmsprop,double,4,csv"
  })
  void epsilonIsNamed(String optimizer, String element, int batchSize, String format)
      throws Exception {
    Shell shell = new Shell(folder);
    shell.with("z.csv", "1,0,0\n2,0,1\n3,0,0\n4,0,1\n5,0,1\n");
    shell.with("z.svm", "0 1:1 2:0\n1 1:2\n0 1:3\n1 1:4\n1 1:5\n").with("m.gcm", "old");
    Shell.Outcome outcome =
        shell.run(
            String.format(
                "gradcore train --data z.%s --model logistic --optimizer %s --epsilon 0 --element"
                    + " %s --batch-size %d --epochs 5 --quiet --save m.gcm",
                format, optimizer, element, batchSize));
    assertEquals(3, outcome.status(), outcome.toString());
    assertEquals(1, outcome.errors().size(), outcome.err());
    assertTrue(outcome.err().contains("epsilon 0 gives 0/0"), outcome.err());
    assertTrue(outcome.err().contains("column 2 of zeros"), outcome.err());
    assertTrue(outcome.err().contains("no epoch was completed, nothing is saved"), outcome.err());
    assertEquals("old", shell.text("m.gcm"));
  }

  /** Later divergence keeps the best epoch; the advice names what is to be changed. */
  @ParameterizedTest
  @CsvSource({"float,0", "double,0", "float,8", "double,8"})
  void laterDivergenceKeepsTheBestEpoch(String element, int batchSize) throws Exception {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 50; i++) {
      text.append(i).append(',').append(2 * i).append('\n');
    }
    Shell shell = new Shell(folder).with("r.csv", text.toString());
    String train =
        "gradcore train --data r.csv --model linear --optimizer sgd --epochs 900 --quiet --save"
            + " m.gcm --batch-size "
            + batchSize
            + " --element "
            + element;
    Shell.Outcome outcome = shell.run(train + " --learning-rate 0.01");
    assertEquals(3, outcome.status(), outcome.toString());
    assertEquals(1, outcome.errors().size(), outcome.err());
    String said = outcome.err();
    assertTrue(said.contains("standardize the features (--standardize; column 'x'"), said);
    assertTrue(said.contains("the last good model is that of epoch "), said);
    assertTrue(said.contains("of the untrained model; it is saved to m.gcm"), said);
    assertEquals(0, shell.run("gradcore evaluate --load m.gcm --data r.csv").status());
    Shell.Outcome scaled = shell.run(train + " --standardize --learning-rate 100");
    assertEquals(3, scaled.status(), scaled.toString());
    assertTrue(scaled.err().contains("; lower the learning rate"), scaled.err());
    assertFalse(scaled.err().contains("--standardize"), scaled.err());
  }

  @Test
  void dataThatAreTooLargeAreNamed() throws Exception {
    Shell shell = new Shell(folder).with("l.csv", "1,1e30\n2,-1e30\n").with("m.gcm", "old");
    String train = "gradcore train --data l.csv --model linear --epochs 2 --quiet --save m.gcm";
    Shell.Outcome outcome = shell.run(train);
    assertEquals(3, outcome.status(), outcome.toString());
    assertTrue(outcome.err().contains("scale the targets and features down"), outcome.err());
    assertTrue(outcome.err().contains("--element double"), outcome.err());
    assertEquals("old", shell.text("m.gcm"));
  }
}
