package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model remembers its columns and how its data were read, and other data are brought to that. */
class RememberedDataTest {
  @TempDir Path folder;

  /** Says yes where a is small and b is large. */
  private static final String TRAIN = "a,b,y\n1,6,yes\n5,1,no\n2,5,yes\n6,2,no\n";

  private Shell trained(String options) throws Exception {
    Shell shell = new Shell(folder).with("t.csv", TRAIN);
    Shell.Outcome outcome =
        shell.run(
            "gradcore train --data t.csv --model logistic --learning-rate 0.1 --epochs 50 --quiet"
                + " --save t.gcm "
                + options);
    assertEquals(0, outcome.status(), outcome.toString());
    return shell;
  }

  private static void refused(Shell shell, String command, String message) throws Exception {
    Shell.Outcome outcome = shell.run(command);
    assertEquals(1, outcome.status(), outcome.toString());
    assertEquals(1, outcome.errors().size(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  @Cases.Covers("08-columns-by-position")
  void columnsByPosition() throws Exception {
    String name = "08-columns-by-position";
    Shell.Outcome outcome =
        new Shell(folder).with(Cases.files(name)).run(Cases.cmd(name) + "\necho $?");
    List<String> lines = outcome.lines();
    assertEquals(List.of("yes", "no", "0"), lines.subList(lines.size() - 3, lines.size()));
    assertEquals("", outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void columnsAreFoundByName(String element) throws Exception {
    Shell shell = trained("--element " + element);
    shell.with("target.csv", "y,b,a\n?,6,1\n,1,5\n").with("bare.csv", "b,a\n6,1\n1,5\n");
    shell.with("extra.csv", "id,b,y,a,a note\nx,6,yes,1,\"hm, \"\ny,1,yes,5,\n");
    shell.with("none.csv", "1,6\n5,1\n").with("last.csv", "1,6,?\n5,1,?\n");
    for (String file : List.of("target", "bare", "extra", "none", "last")) {
      Shell.Outcome outcome = shell.run("gradcore predict --load t.gcm --data " + file + ".csv");
      assertEquals(List.of("yes", "no"), outcome.lines(), outcome.toString());
      String said =
          "gradcore: extra.csv: columns left out, which were not trained on: 'id', 'a note'\n";
      assertEquals(file.equals("extra") ? said : "", outcome.err());
    }
    Shell.Outcome outcome = shell.run("gradcore evaluate --load t.gcm --data extra.csv");
    assertTrue(outcome.out().contains("accuracy  0.5000"), outcome.toString());
    assertTrue(outcome.err().startsWith("gradcore: extra.csv: columns left out"), outcome.err());
  }

  @Test
  void columnsThatDoNotFitAreNamed() throws Exception {
    Shell shell = trained("");
    shell.with("other.csv", "a,c,y\n1,2,yes\n").with("twice.csv", "b,a,b,y\n1,2,3,no\n");
    shell.with("bare.csv", "a,b\n1,2\n").with("wide.csv", "1,5,3,4\n");
    shell.with("one.csv", "a\n1\n");
    String predict = "gradcore predict --load t.gcm --data ";
    String evaluate = "gradcore evaluate --load t.gcm --data ";
    String message = "other.csv:1: found columns 'a', 'c', 'y', expected also 'b'";
    refused(shell, predict + "other.csv", message);
    refused(shell, evaluate + "other.csv", message);
    refused(shell, predict + "twice.csv", "there are several 'b'");
    refused(shell, evaluate + "bare.csv", "expected one column 'y', the target");
    refused(shell, predict + "one.csv", "one.csv:1: found 1 column 'a', expected 'a', 'b'");
    refused(shell, predict + "wide.csv", "found 4 columns, expected 2 features");
    refused(shell, evaluate + "wide.csv", "wide.csv");
  }

  /** A message lists at most 10 columns. */
  @Test
  void manyColumnsThatAreMissing() throws Exception {
    String names = IntStream.range(0, 30).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
    String row = "1,".repeat(30);
    Shell shell =
        new Shell(folder)
            .with("t.csv", names + ",y\n" + row + "0\n" + row + "1\n")
            .with("u.csv", "n0,n1,y\n1,2,0\n");
    shell.run("gradcore train --data t.csv --model logistic --epochs 1 --quiet --save t.gcm");
    refused(
        shell,
        "gradcore evaluate --load t.gcm --data u.csv",
        "also 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9', 'n10', 'n11' and 18 more");
  }

  @Test
  void testDataAreMatchedToo() throws Exception {
    Shell shell = new Shell(folder).with("t.csv", TRAIN);
    shell.with("u.csv", "y,k,b,a\nyes,0,6,1\nno,0,1,5\n").with("v.csv", "y,b\nyes,6\n");
    String train =
        "gradcore train --data t.csv --model logistic --learning-rate 0.1 --epochs 50 --quiet"
            + " --target 2 --test ";
    Shell.Outcome outcome = shell.run(train + "u.csv");
    assertTrue(outcome.out().contains("test accuracy    1.0000"), outcome.toString());
    assertEquals(
        "gradcore: u.csv: columns left out, which were not trained on: 'k'\n", outcome.err());
    refused(shell, train + "v.csv", "v.csv:1: found columns 'y', 'b', expected also 'a'");
  }

  /** What stood on the command line of train need not be said again. */
  @Test
  void dataAreReadAlike() throws Exception {
    Shell shell = new Shell(folder);
    shell.with("t.txt", "made by hand\n2;0;1\n7;1.5;0\n8;2;1\n9;1;0\n");
    shell.with("u.txt", "made by hand\n1;2;0\n1;7;1.5\n0;9;1\n");
    String train =
        "gradcore train --data t.txt --delimiter ';' --skip-lines 1 --header yes --target 0"
            + " --model linear --epochs 1 --quiet --save t.gcm";
    Shell.Outcome outcome = shell.run(train);
    assertEquals(0, outcome.status(), outcome.toString());
    assertTrue(outcome.out().contains("t.txt: 3 rows, 2 features"), outcome.out());
    Shell.Outcome evaluated = shell.run("gradcore evaluate --load t.gcm --data u.txt");
    assertTrue(evaluated.out().contains("rows      2"), evaluated.toString());
    assertTrue(
        evaluated.err().contains("u.txt: lines skipped as in the training data: 1 (--skip-lines)"),
        evaluated.err());
    Shell.Outcome predicted =
        shell
            .with("w.txt", "0;1\n1.5;0\n2;1\n")
            .run("gradcore predict --load t.gcm --data w.txt --skip-lines 0");
    assertEquals(2, predicted.lines().size(), predicted.toString());
    assertEquals("", predicted.err());
  }

  @Test
  void anotherFormatIsKnownByPosition() throws Exception {
    Shell shell = trained("").with("a.svm", "1 1:1 2:6\n1 1:5 2:1\n1 2:4\n");
    Shell.Outcome outcome = shell.run("gradcore predict --load t.gcm --data a.svm");
    assertEquals(List.of("yes", "no", "yes"), outcome.lines(), outcome.toString());
    assertEquals(
        "gradcore: a.svm: LIBSVM data, and CSV were trained on: columns are known by position\n",
        outcome.err());
  }

  @Test
  @Cases.Covers("16-value-scale-forgotten")
  void valueScale() throws Exception {
    String name = "16-value-scale-forgotten";
    Shell shell = new Shell(folder).with(Cases.files(name));
    Shell.Outcome outcome = shell.run(Cases.cmd(name));
    assertTrue(outcome.out().contains("rows      200\naccuracy  1.0000"), outcome.toString());
    assertEquals("", outcome.err());
    String evaluate = "gradcore evaluate --load m.gcm --data im.idx --labels lb.idx --json";
    Shell.Outcome other = shell.run(evaluate + " --value-scale 1");
    assertEquals(0, other.status());
    assertTrue(other.out().contains("\"accuracy\":0.33"), other.toString());
    assertTrue(
        other.err().contains("im.idx: values scaled by 1.0, where those trained on were scaled by"),
        other.err());
    Shell.Outcome predicted =
        shell.run("gradcore predict --load m.gcm --data im.idx | sort | uniq -c | tr -s ' '");
    assertEquals(List.of(" 67 0", " 67 1", " 66 2"), predicted.lines(), predicted.toString());
  }

  /** Images of another shape are refused, though they have as many values. */
  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void imagesOfAnotherShape(String element) throws Exception {
    idx("im.idx", 4, 2, 6);
    idx("turned.idx", 4, 6, 2);
    idx("wide.idx", 4, 3, 6);
    Files.write(folder.resolve("lb.idx"), new byte[] {0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1});
    Shell shell = new Shell(folder);
    String train =
        "gradcore train --data im.idx --labels lb.idx --model logistic --epochs 1 --quiet"
            + " --save m.gcm --element "
            + element;
    assertEquals(0, shell.run(train).status());
    String evaluate = "gradcore evaluate --load m.gcm --labels lb.idx --data ";
    assertEquals(0, shell.run(evaluate + "im.idx").status());
    String message = "turned.idx: rows of 6 x 2 values: 2 x 6 are needed";
    refused(shell, evaluate + "turned.idx", message);
    refused(shell, "gradcore predict --load m.gcm --data turned.idx", message);
    refused(shell, evaluate + "wide.idx", "rows of 3 x 6 values");
    Shell.Outcome test = shell.run(train + " --test turned.idx --test-labels lb.idx");
    assertEquals(1, test.status());
    assertTrue(test.err().contains(message), test.err());
    assertFalse(test.err().contains("\tat "), test.err());
  }

  private void idx(String name, int... dimensions) throws Exception {
    int count = IntStream.of(dimensions).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + count);
    bytes.put(new byte[] {0, 0, 8, (byte) dimensions.length});
    IntStream.of(dimensions).forEach(bytes::putInt);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i * 7));
    }
    Files.write(folder.resolve(name), bytes.array());
  }
}
