package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands read, and what they refuse to read, as users run them. */
class InputTest {
  private static final String TRAIN = "gradcore train --quiet --epochs 2 ";

  @TempDir Path folder;

  private Shell shell(String caseName) throws IOException {
    return new Shell(folder).with(Cases.files(caseName));
  }

  private Shell.Outcome run(String script) throws Exception {
    return new Shell(folder).run(script);
  }

  private static void assertOneError(Shell.Outcome outcome, int status, String message) {
    assertEquals(status, outcome.status(), outcome.toString());
    assertTrue(outcome.err().contains(message), outcome.toString());
    assertTrue(outcome.err().startsWith("gradcore: "), outcome.toString());
    assertEquals(status, outcome.errors().size(), outcome.toString()); // 2 adds 'Try … --help'
  }

  @Test
  @Cases.Covers("01-pipe-loses-64k")
  void everyRowOfAPipeIsRead() throws Exception {
    Shell.Outcome outcome = shell("01-pipe-loses-64k").run(Cases.cmd("01-pipe-loses-64k"));
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(
        List.of("20,000 rows", "20,000 rows", "100 rows"),
        outcome.lines().stream()
            .filter(line -> line.startsWith("data "))
            .map(line -> line.replaceFirst(".*: ([\\d,]+ rows).*", "$1"))
            .toList());
    String neighbours =
        TRAIN
            + """
            --data all.csv --model logistic --save m.gcm > /dev/null
            gradcore evaluate --load m.gcm --data - --json < all.csv
            cat all.csv | gradcore evaluate --load <(cat m.gcm) --data /dev/stdin --json
            gradcore evaluate --load - --data <(cat all.csv) --format csv --json < m.gcm
            cut -d, -f1,2 all.csv | gradcore predict --load m.gcm --data - --format csv | wc -l
            cut -d, -f1,2 all.csv | gzip | gradcore predict --load m.gcm --data - | wc -l
            gradcore train --quiet --epochs 1 --model logistic --json --data <(cat all.csv) \\
              --test <(cat all.csv)
            """;
    Shell.Outcome rest = run(neighbours);
    assertEquals(0, rest.status(), rest.err());
    assertEquals(6, rest.lines().size(), rest.out());
    for (String line : rest.lines().subList(0, 3)) {
      assertEquals(
          20_000, JsonParser.parseString(line).getAsJsonObject().get("rows").getAsInt(), line);
    }
    assertEquals(List.of("20000", "20000"), rest.lines().subList(3, 5));
    assertTrue(rest.lines().get(5).contains("\"test\":{\"rows\":20000,"), rest.out());
  }

  @Test
  void labelsCanComeFromAPipe() throws Exception {
    Files.write(folder.resolve("im"), new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5, 9});
    Files.write(folder.resolve("lb"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
    Shell.Outcome outcome = run(TRAIN + "--data im --labels <(gzip < lb) --model logistic --json");
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("\"rows\":2,"), outcome.out());
    assertOneError(run(TRAIN + "--data - --labels - < im"), 2, "- is standard input");
    assertOneError(run("gradcore predict --load - --data - < im"), 2, "- is standard input");
  }

  @Test
  @Cases.Covers("04-multilabel-as-csv")
  void severalLabelsAreNoColumns() throws Exception {
    Shell.Outcome outcome = shell("04-multilabel-as-csv").run(Cases.cmd("04-multilabel-as-csv"));
    assertEquals("exit 1\n", outcome.out());
    assertTrue(outcome.err().startsWith("gradcore: ml.txt:1: found several labels in one row"));
    assertEquals(1, outcome.errors().size(), outcome.err());
    for (String as : List.of("--format csv", "--format libsvm")) {
      assertOneError(run(TRAIN + "--data ml.txt " + as), 1, "ml.txt:1: ");
    }
    // The reader of the format that the name says sees it, too.
    assertOneError(run("cp ml.txt a.csv; " + TRAIN + "--data a.csv"), 1, "several labels");
    assertOneError(run("cp ml.txt a.svm; " + TRAIN + "--data a.svm"), 1, "several labels");
  }

  @Test
  @Cases.Covers("05-csv-options-ignored")
  void anExplicitOptionCounts() throws Exception {
    Shell.Outcome outcome =
        shell("05-csv-options-ignored").run(Cases.cmd("05-csv-options-ignored"));
    assertEquals("exit 1\n", outcome.out());
    assertTrue(
        outcome.err().contains("column 2: found '08:30', expected a finite number"), outcome.err());
    assertEquals(1, outcome.errors().size(), outcome.err());
  }

  @Test
  @Cases.Covers("06-predict-one-feature")
  void oneFeatureIsPredictedWithoutATarget() throws Exception {
    Shell.Outcome outcome =
        shell("06-predict-one-feature").run(Cases.cmd("06-predict-one-feature"));
    assertEquals(0, outcome.status(), outcome.err());
    List<String> lines = outcome.lines();
    double first = Double.parseDouble(lines.get(lines.size() - 2));
    double second = Double.parseDouble(lines.getLast());
    assertTrue(first > 7 && second > first, outcome.out());
    String predict = "gradcore predict --load m.gcm --data ";
    for (String data : List.of("<(tail -2 new.csv)", "<(printf '5,?\\n6,\\n') --header no")) {
      Shell.Outcome other = run(predict + data);
      assertEquals(lines.subList(lines.size() - 2, lines.size()), other.lines(), other.err());
    }
  }

  @Test
  @Cases.Covers("07-predict-unknown-target")
  void theTargetMayHoldAnything() throws Exception {
    Shell.Outcome outcome =
        shell("07-predict-unknown-target").run(Cases.cmd("07-predict-unknown-target"));
    assertEquals(0, outcome.status(), outcome.err());
    List<String> lines = outcome.lines();
    assertEquals(List.of("yes", "no"), lines.subList(lines.size() - 2, lines.size()));
    for (String target : List.of("?", "NA", "maybe", "3")) {
      Shell.Outcome other =
          new Shell(folder)
              .with("q.csv", "a,b,y\n1,2," + target + "\n2,1," + target + "\n")
              .run("gradcore predict --load t.gcm --data q.csv");
      assertEquals("yes\nno\n", other.out(), other.err());
    }
    Shell.Outcome evaluated = run("gradcore evaluate --load t.gcm --data empty.csv");
    assertOneError(evaluated, 1, "empty.csv:2: column 3 (y): found an empty field");
  }

  @Test
  @Cases.Covers("11-oom-stack-trace")
  void whatTheHeapDoesNotHoldIsOneLine() throws Exception {
    Shell.Outcome outcome = shell("11-oom-stack-trace").run(Cases.cmd("11-oom-stack-trace"));
    assertEquals("exit 1\nexit 1\n", outcome.out());
    assertEquals(2, outcome.errors().size(), outcome.err());
    assertTrue(
        outcome
            .errors()
            .getFirst()
            .matches(
                "gradcore: h.svm: 1,073,741,824 features: about 32.0 GiB of memory needed, and the"
                    + " heap is limited to .*; GRADCORE_JAVA_OPTIONS=-Xmx32g allows more"),
        outcome.err());
    assertTrue(outcome.errors().getLast().startsWith("gradcore: max.svm: "), outcome.err());
  }

  /** A small file that holds a line of 2 GB, in a heap of 64 MB. */
  @Test
  void aLongLineEndsSoonInASmallHeap() throws Exception {
    for (String name : List.of("a.svm.gz", "a.csv.gz")) {
      try (OutputStream out =
          new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 16)) {
        out.write("1 ".getBytes(StandardCharsets.UTF_8));
        byte[] part = "1:1 ".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) { // the rest would not be read
          out.write(part);
        }
      }
      Shell shell = new Shell(folder).with(Map.of("GRADCORE_JAVA_OPTIONS", "-Xmx64m"));
      String message = name + ":1: found a line of more than 16777216 bytes";
      assertOneError(shell.run(TRAIN + "--data " + name), 1, message);
    }
  }

  /** More rows than the heap holds: one line, whatever is read. */
  @Test
  void tooManyRowsAreOneLine() throws Exception {
    Shell shell = new Shell(folder).with(Map.of("GRADCORE_JAVA_OPTIONS", "-Xmx40m"));
    for (String row : List.of("1 1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1", "1,2,3,4,5,6,7,8,9,0,1,2,3,0")) {
      Shell.Outcome outcome =
          shell.run("yes '" + row + "' | head -1000000 | " + TRAIN + "--data -");
      assertOneError(outcome, 1, "standard input: about ");
      assertTrue(outcome.err().contains("GRADCORE_JAVA_OPTIONS=-Xmx1g allows more"), outcome.err());
    }
  }

  @Test
  @Cases.Covers("14-space-after-colon")
  void blanksAfterTheColonAreRead() throws Exception {
    Shell.Outcome outcome = shell("14-space-after-colon").run(Cases.cmd("14-space-after-colon"));
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("p.txt: 2 rows, 63 features, 2 classes"), outcome.out());
  }

  /** Two rows of text labels that would break the output. */
  @Test
  void aLabelCannotBreakTheOutput() throws Exception {
    String labels = "\"one\nline\"|\"a, b\"|\"say \"\"hi\"\"\"|plain text";
    StringBuilder text = new StringBuilder("x,z,y\n");
    String[] all = labels.split("\\|");
    for (int i = 0; i < 40; i++) {
      text.append(i % 4 % 2 * 4).append(',').append(i % 4 / 2 * 4).append(',').append(all[i % 4]);
      text.append('\n');
    }
    Shell shell = new Shell(folder).with("t.csv", text.toString());
    Shell.Outcome outcome =
        shell.run(
            "gradcore train --quiet --epochs 200 --learning-rate 0.1 --data t.csv --save m.gcm"
                + " > /dev/null; gradcore predict --load m.gcm --data <(head -9 t.csv)");
    assertEquals(0, outcome.status(), outcome.err());
    String once = String.join("\n", all) + "\n";
    assertTrue((once + once).startsWith(outcome.out()), outcome.out());
    assertTrue(outcome.out().startsWith(once), outcome.out());
  }

  /** Numbers are written alike in every language, and names of files need no locale. */
  @Test
  void nothingDependsOnTheLocale() throws Exception {
    Shell shell = new Shell(folder).with("t.csv", "a,b,y\n1.5,2,ja\n-2,1,nein\n");
    String script =
        """
        mkdir -p dätä; cp t.csv dätä/tëst.csv
        gradcore train --quiet --epochs 3 --data dätä/tëst.csv --test t.csv --save mödel > out
        grep -v ^time out
        gradcore evaluate --load mödel --data dätä/tëst.csv
        gradcore predict --load mödel --data dätä/tëst.csv
        printf 'a,b,y\\n1.5,2,ja\\n1,2\\n' | gradcore evaluate --load mödel --data -
        gradcore evaluate --load mödel --data dätä/no
        """;
    Shell.Outcome expected = shell.run(script);
    assertTrue(expected.out().contains("data       dätä/tëst.csv: 2 rows"), expected.toString());
    assertTrue(expected.out().endsWith("ja\nnein\n"), expected.toString());
    assertTrue(expected.err().endsWith("gradcore: dätä/no: no such file\n"), expected.toString());
    String digits = "-Duser.language=hi -Duser.country=IN -Duser.extensions=u-nu-deva";
    assertEquals(expected, shell.with(Map.of("GRADCORE_JAVA_OPTIONS", digits)).run(script));
    Shell other = new Shell(folder).with(Map.of("LC_ALL", "C"));
    other.with(Map.of("GRADCORE_JAVA_OPTIONS", "-Duser.language=de -Duser.country=DE"));
    assertEquals(expected, other.run(script));
  }

  /** A first row that may be a header, in a file that has no other sign of one. */
  @Test
  void aNumericHeaderIsNotPassedOver() throws Exception {
    new Shell(folder)
        .with("clear.csv", "0,1,2,class\n5,1,3,a\n6,0,3,b\n")
        .with("short.csv", "0,1\n5,1\n6,0\n");
    assertOneError(run(TRAIN + "--data clear.csv"), 1, "(--header yes) or is data (--header no)");
    Shell.Outcome said = run(TRAIN + "--model logistic --data short.csv");
    assertEquals(0, said.status());
    assertTrue(said.err().contains("short.csv: the first record may number the columns"));
    assertTrue(said.out().contains("short.csv: 3 rows"), said.out());
    Shell.Outcome header = run(TRAIN + "--model logistic --data short.csv --header yes");
    assertTrue(header.out().contains("short.csv: 2 rows"), header.out());
  }
}
