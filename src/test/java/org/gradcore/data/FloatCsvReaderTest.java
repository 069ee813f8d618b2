package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gradcore.data.CsvOptions.Header;
import org.gradcore.data.CsvOptions.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatCsvReaderTest {
  private static final CsvOptions DEFAULT = CsvOptions.DEFAULT;

  private static FloatDataset read(String text, CsvOptions options) throws IOException {
    return FloatCsvReader.read(Bytes.text(text), "a.csv", options);
  }

  private static float[] values(FloatDataset data) {
    return ((FloatDenseMatrix) data.features()).values();
  }

  private static void assertError(String message, String text, CsvOptions options) {
    assertEquals(
        message, assertThrows(DataFormatException.class, () -> read(text, options)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,y\n1,-2.5,0\n3e2,4,1\n",
        "a,b,y\r\n1,-2.5,0\r\n3e2,4,1",
        "\"a\",\"b\",\"y\"\n\"1\",\"-2.5\",\"0\"\n\"3e2\",\"4\",\"1\"\n",
        " a , b , y \n 1 , -2.5 , 0 \n 3e2\t, 4.000 ,1\n",
        "\n\na,b,y\n\n1,-2.5,0\n   \n+3E+2,4.,01\n\n",
        "\uFEFFa,b,y\n1,-2.5,0\n300,4,1\n",
        " \"a\" , \"b\" , \"y\" \n \"1\" , \" -2.5\" , 0\n3e2,4,1\n",
      })
  void readsEveryFormOfTheSameData(String text) throws IOException {
    for (CsvOptions options :
        List.of(
            DEFAULT,
            DEFAULT.withHeader(Header.YES),
            DEFAULT.withTarget("y"),
            DEFAULT.withTarget(2),
            DEFAULT.withLabels(Labels.NUMBER))) {
      FloatDataset data = read(text, options);
      assertArrayEquals(new float[] {1, -2.5f, 300, 4}, values(data));
      assertArrayEquals(new float[] {0, 1}, data.targets());
      assertEquals(List.of("a", "b"), data.featureNames());
      assertEquals(List.of(), data.classNames());
      assertEquals(2, data.rows());
      assertEquals(2, data.columns());
    }
  }

  @Test
  void takesTheTargetByNameOrIndex() throws IOException {
    String text = "y,a,b\n7,1,2\n8,3,4\n";
    for (CsvOptions options :
        List.of(DEFAULT.withTarget("y"), DEFAULT.withTarget(0), DEFAULT.withTarget(-3))) {
      FloatDataset data = read(text, options);
      assertArrayEquals(new float[] {1, 2, 3, 4}, values(data));
      assertArrayEquals(new float[] {7, 8}, data.targets());
      assertEquals(List.of("a", "b"), data.featureNames());
    }
    FloatDataset middle = read(text, DEFAULT.withTarget(-2));
    assertArrayEquals(new float[] {7, 2, 8, 4}, values(middle));
    assertEquals(List.of("y", "b"), middle.featureNames());
    assertError(
        "a.csv:1: found columns 'y', 'a', 'b', expected one column 'c'",
        text,
        DEFAULT.withTarget("c"));
    assertError(
        "a.csv:1: found columns 'y', 'y', 'b', expected one column 'y'",
        "y,y,b\n1,2,3\n",
        DEFAULT.withTarget("y"));
    assertError(
        "a.csv:1: found 3 columns, expected the target at column index 3",
        text,
        DEFAULT.withTarget(3));
    assertError(
        "a.csv:1: found 3 columns, expected the target at column index -4",
        text,
        DEFAULT.withTarget(-4));
    // A name is looked for in the first record, numbers or not.
    assertEquals(1, read("1,2,3\n4,5,6\n", DEFAULT.withTarget("2")).rows());
  }

  @Test
  void readsWithoutATarget() throws IOException {
    FloatDataset data = read("a,b\n1,2\n3,4\n", DEFAULT.withNoTarget());
    assertEquals(2, data.columns());
    assertFalse(data.hasTargets());
    assertEquals(List.of("a", "b"), data.featureNames());
    data = read("1\n2\n\n3\n", DEFAULT.withNoTarget());
    assertEquals(1, data.columns());
    assertEquals(3, data.rows());
  }

  @Test
  void recognizesHeaders() throws IOException {
    assertEquals(List.of(), read("1,2,x\n3,4,y\n", DEFAULT).featureNames());
    assertEquals(2, read("1,2,x\n3,4,y\n", DEFAULT).rows());
    assertEquals(1, read("1,2,3\n3,4,5\n", DEFAULT.withHeader(Header.YES)).rows());
    assertEquals(List.of("", "b"), read(",b,y\n3,4,5\n", DEFAULT).featureNames());
    assertError(
        "a.csv:1: column 1: found '?', expected a finite number (or a header:" + " --header yes)",
        "?,?,15\n1,2,7\n",
        DEFAULT);
    assertError(
        "a.csv:1: column 1: found 'M', expected a finite number (or a header:" + " --header yes)",
        "M,0.4,15\nF,0.3,7\n",
        DEFAULT);
    assertError(
        "a.csv:1: column 2: found an empty field, expected a finite number (or a header:"
            + " --header yes)",
        "1,,15\n2,0.3,7\n",
        DEFAULT);
    assertError(
        "a.csv:1: column 1: found 'a', expected a finite number",
        "a,b,y\n1,2,3\n",
        DEFAULT.withHeader(Header.NO));
  }

  @Test
  void mapsTextTargetsToClasses() throws IOException {
    String text = "1,pear\n2,apple\n3,\"quince, \"\"raw\"\"\nor not\"\n4,apple\n5,pear\n";
    FloatDataset data = read(text, DEFAULT);
    assertEquals(List.of("apple", "pear", "quince, \"raw\"\nor not"), data.classNames());
    assertArrayEquals(new float[] {1, 0, 2, 0, 1}, data.targets());
    List<String> order = List.of("pear", "quince, \"raw\"\nor not", "apple", "fig");
    data = read(text, DEFAULT.withClassNames(order));
    assertEquals(order, data.classNames());
    assertArrayEquals(new float[] {0, 2, 1, 2, 0}, data.targets());
    assertError(
        "a.csv:1: column 2: found 'pear', expected one of 'apple', 'fig'",
        text,
        DEFAULT.withClassNames(List.of("apple", "fig")));
    assertError(
        "a.csv:1: column 2: found 'pear', expected a finite number",
        text,
        DEFAULT.withLabels(Labels.NUMBER));
    assertEquals(
        List.of("1", "10", "9"),
        read("1,10\n2,9\n3,1\n", DEFAULT.withLabels(Labels.TEXT)).classNames());
    assertError(
        "a.csv:3: column 2: found '7', expected a text label like 'b' in an earlier line",
        "1,b\n2,b\n3,7\n",
        DEFAULT);
    assertError("a.csv:2: column 2: found 'b', expected a finite number", "1,7\n2,b\n", DEFAULT);
    assertError("a.csv:2: column 2: found an empty field, expected a target", "1,b\n2,\n", DEFAULT);
    assertError(
        "a.csv:2: column 2 (y): found an empty field, expected a target", "x,y\n1,\n", DEFAULT);
  }

  @Test
  void readsOtherDelimiters() throws IOException {
    for (char delimiter : new char[] {';', '\t', ' ', '|', ':'}) {
      FloatDataset data =
          read(
              "a,b,\"y z\"\n1,2,0\n3,4,1\n".replace(',', delimiter),
              DEFAULT.withDelimiter(delimiter).withTarget("y z"));
      assertArrayEquals(new float[] {1, 2, 3, 4}, values(data));
    }
    // Runs of spaces, and spaces at both ends.
    FloatDataset data = read("  1   2 0  \n3 4    1\n   \n", DEFAULT.withDelimiter(' '));
    assertArrayEquals(new float[] {1, 2, 3, 4}, values(data));
    // Tabs delimit fields, so an empty one is a missing value.
    assertError(
        "a.csv:2: column 2: found an empty field, expected a finite number",
        "1\t2\t0\n3\t\t1\n",
        DEFAULT.withDelimiter('\t'));
    for (char delimiter : new char[] {'"', '\n', '\r', '1', 'e', '.', '-', '+', 0}) {
      assertThrows(IllegalArgumentException.class, () -> DEFAULT.withDelimiter(delimiter));
    }
  }

  @Test
  void skipsLines() throws IOException {
    String text = "150,4,setosa,versicolor\n5.1,3.5,0\n4.9,3.0,1\n";
    FloatDataset data = read(text, DEFAULT.withSkipLines(1));
    assertArrayEquals(new float[] {5.1f, 3.5f, 4.9f, 3.0f}, values(data));
    assertError(
        "a.csv:3: column 1: found 'x', expected a finite number",
        "a title\n1,2\nx,3\n",
        DEFAULT.withSkipLines(1));
    assertError(
        "a.csv: found fewer lines than the 9 to skip, expected more lines",
        text,
        DEFAULT.withSkipLines(9));
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withSkipLines(-1));
  }

  /** A header of numbers, or a first row of missing values: nothing is lost or made up. */
  @Test
  void asksWhetherNumbersAreAHeader() throws IOException {
    String ask =
        "expected to be told whether it names the columns (--header yes) or is data (--header no)";
    for (String first : List.of("0,1,2", "1,2,3,4", "0,1,2,class", "7,8,9,10,kind")) {
      String text = first + "\n" + first.replaceAll("[0-9]+", "1.5").replace("class", "a") + "\n";
      assertError("a.csv:1: found a first record '" + first + "', " + ask, text, DEFAULT);
      assertEquals(1, read(text, DEFAULT.withHeader(Header.YES)).rows());
      assertEquals(2, read(text, DEFAULT.withHeader(Header.NO)).rows());
    }
    String target = "class,1,2,3\nx,5,6,7\n";
    assertError(
        "a.csv:1: found a first record 'class,1,2,3', " + ask, target, DEFAULT.withTarget(0));
    // As likely data as not.
    for (String first : List.of("0,1", "1,2,3", "0,1,1", "0.0,1.0,2.0", "00,01,02", "3,2,1,0")) {
      assertEquals(2, read(first + "\n" + first + "\n", DEFAULT).rows(), first);
    }
    for (String missing : List.of("NA,NA,NA", "?,?,yes", "nan,,3", "null,NULL,None", "NA,inf,x")) {
      DataFormatException e =
          assertThrows(
              DataFormatException.class, () -> read(missing + "\n1,2,3\n", DEFAULT), missing);
      assertTrue(e.getMessage().startsWith("a.csv:1: column 1: found '"), e.getMessage());
      assertTrue(e.getMessage().endsWith("(or a header: --header yes)"), e.getMessage());
    }
    assertEquals(List.of("RI", "Na"), read("RI,Na,type\n1,2,3\n", DEFAULT).featureNames());
  }

  /** Data to predict: with a target or without, whatever stands there. */
  @Test
  void ignoresATarget() throws IOException {
    CsvOptions two = DEFAULT.withTargetIgnored(2);
    for (String text :
        List.of(
            "1,2\n3,4\n",
            "a,b\n1,2\n3,4\n",
            "a,b,y\n1,2,\n3,4,?\n",
            "1,2,x\n3,4,7\n",
            "1,2,\"a\nb\"\n3,4,NaN\n")) {
      FloatDataset data = read(text, two);
      assertArrayEquals(new float[] {1, 2, 3, 4}, values(data), text);
      assertFalse(data.hasTargets());
      assertEquals(List.of(), data.classNames());
    }
    FloatDataset first = read("y,a,b\n,1,2\n?,3,4\n", DEFAULT.withTarget(0).withTargetIgnored(2));
    assertArrayEquals(new float[] {1, 2, 3, 4}, values(first));
    assertEquals(List.of("a", "b"), first.featureNames());
    assertArrayEquals(new float[] {5, 6}, values(read("x\n5\n6\n", DEFAULT.withTargetIgnored(1))));
    assertError(
        "a.csv:1: found 4 columns, expected 2 features, with the target or without",
        "1,2,3,5\n",
        two);
    assertError("a.csv:2: found 2 fields, expected 3 as in line 1", "1,2,x\n3,4\n", two);
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withTargetIgnored(0));
  }

  /** What an unquoted label looks like is named, where it is no label. */
  @Test
  void aLabelIsNotSeveralValues() throws IOException {
    for (String label : List.of("2 1:0.5 3:1", "5;1", "7 8", "1.5|2")) {
      String text = "1," + label + "\n2," + label + "\n";
      assertThrows(DataFormatException.class, () -> read(text, DEFAULT), label);
      String quoted = text.replace(label, '"' + label + '"');
      assertEquals(List.of(label), read(quoted, DEFAULT).classNames());
      assertEquals(
          List.of(label),
          read(text, DEFAULT.withLabels(Labels.TEXT).withHeader(Header.NO)).classNames());
    }
    String text = "1,Iris setosa\n2,12:30\n";
    assertEquals(List.of("12:30", "Iris setosa"), read(text, DEFAULT).classNames());
    assertError(
        "a.csv:1: column 2: found '1,5', expected a number with a decimal point",
        "2,\"1,5\",3\n",
        DEFAULT.withHeader(Header.NO));
  }

  /** Lists in messages stay short. */
  @Test
  void listsTenNamesAtMost() {
    List<String> names = IntStream.range(0, 500).mapToObj(i -> "c" + i).toList();
    String header = String.join(",", names);
    String message =
        assertThrows(
                DataFormatException.class, () -> read(header + "\n", DEFAULT.withTarget("none")))
            .getMessage();
    assertTrue(message.contains("'c9' and 490 more, expected one column 'none'"), message);
    message =
        assertThrows(
                DataFormatException.class,
                () -> read("a,y\n1,none\n", DEFAULT.withClassNames(names)))
            .getMessage();
    assertTrue(message.endsWith("'c9' and 490 more"), message);
  }

  @Test
  void aRecordHasALimit() {
    for (String text :
        List.of(
            "1,2\n" + "1,".repeat(1 << 24),
            "1,2\n" + "1".repeat(1 << 24) + "1,2",
            "1,2\n\"" + "a\n".repeat(1 << 23) + "\",2",
            "1,2\n" + "\"ab\n\",".repeat(1 << 23))) {
      DataFormatException e = assertThrows(DataFormatException.class, () -> read(text, DEFAULT));
      assertTrue(e.getMessage().contains(": found a line of more than 16777216"), e.getMessage());
    }
  }

  @Test
  void refusesWithOneLine() {
    assertError("a.csv: found no records, expected at least one record of data", "", DEFAULT);
    assertError("a.csv: found no records, expected at least one record of data", "\n \n", DEFAULT);
    assertError(
        "a.csv: found a header only, expected at least one record of data", "a,b\n", DEFAULT);
    assertError(
        "a.csv:1: found ';' separated values, expected commas, or to be told the delimiter:"
            + " --delimiter ';'",
        "1;2;3\n4;5;6\n",
        DEFAULT);
    assertError(
        "a.csv:1: found 1 column, expected features and a target, separated by ','",
        "1\n4\n",
        DEFAULT);
    assertError(
        "a.csv:1: found 1 column, expected features and a target, separated by '\\t'",
        "1;2;3\n4;5;6\n",
        DEFAULT.withDelimiter('\t'));
    assertError("a.csv:3: found 2 fields, expected 3 as in line 1", "a,b,y\n1,2,3\n4,5\n", DEFAULT);
    assertError("a.csv:2: found 1 field, expected 3 as in line 1", "a,b,y\n1\n4,5,6\n", DEFAULT);
    assertError("a.csv:2: found 4 fields, expected 3 as in line 1", "a,b,y\n1,2,3,\n", DEFAULT);
    assertError(
        "a.csv:3: column 2 (b): found 'NEAR BAY', expected a finite number",
        "a,b,y\n1,2,3\n4,NEAR BAY,6\n",
        DEFAULT);
    assertError(
        "a.csv:2: column 1 (a): found an empty field, expected a finite number",
        "a,b,y\n,2,3\n",
        DEFAULT);
    assertError(
        "a.csv:2: column 1 (a): found an empty field, expected a finite number",
        "a,b,y\n\"\",2,3\n",
        DEFAULT);
    for (String bad : List.of("?", "nan", "NaN", "inf", "-Infinity", "1x", "0x10", "1 2", "1d")) {
      assertError(
          "a.csv:2: column 2: found '" + bad + "', expected a finite number",
          "1,2,3\n1," + bad + ",3\n",
          DEFAULT);
      assertError(
          "a.csv:2: column 3: found '" + bad + "', expected a finite number",
          "1,2,3\n1,2," + bad + "\n",
          DEFAULT);
    }
    assertError(
        "a.csv:2: column 2: found '1e999', expected a number in the range of float",
        "1,2,3\n1,1e999,3\n",
        DEFAULT);
    assertError(
        "a.csv:2: column 3: found '-1e999', expected a number in the range of float",
        "1,2,3\n1,2,-1e999\n",
        DEFAULT);
    assertError(
        "a.csv:4: column 2: found 'x', expected a finite number",
        "1,2,\"a\n\nb\"\n1,x,c\n",
        DEFAULT);
  }

  @Test
  void refusesQuotesThatDoNotFit() throws IOException {
    assertError(
        "a.csv:2: found a quoted field without an end, expected a closing quote",
        "1,2,a\n3,4,\"b\n5,6,c\n",
        DEFAULT);
    assertError(
        "a.csv:1: found a malformed record (Unexpected character after closing quote: 'b' (0x62)),"
            + " expected CSV",
        "1,\"2\"b,3\n",
        DEFAULT);
    assertEquals(List.of("a\"b", "c"), read("1,2,a\"b\n3,4,\"c\" \n\n", DEFAULT).classNames());
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin = "1,caf\u00e9\n2,th\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    DataFormatException e =
        assertThrows(
            DataFormatException.class,
            () -> FloatCsvReader.read(new ByteArrayInputStream(latin), "a.csv", DEFAULT));
    assertTrue(e.getMessage().startsWith("a.csv: found bytes that are not UTF-8"), e.getMessage());
  }

  @Test
  void refusesOptionsThatContradict() {
    assertThrows(
        IllegalArgumentException.class, () -> DEFAULT.withHeader(Header.NO).withTarget("y"));
    assertThrows(
        IllegalArgumentException.class,
        () -> DEFAULT.withLabels(Labels.NUMBER).withClassNames(List.of("a")));
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withClassNames(List.of("a", "a")));
  }

  @Test
  void readsFilesAndNamesThem(@TempDir Path folder) throws IOException {
    Path packed = folder.resolve("packed.csv.gz");
    byte[] gzip = Bytes.gzip("1,2\n3,x\n".getBytes(StandardCharsets.UTF_8));
    Files.write(packed, gzip);
    assertEquals(
        packed + ":2: column 2: found 'x', expected a finite number",
        assertThrows(DataFormatException.class, () -> FloatCsvReader.read(packed)).getMessage());
    gzip = Bytes.gzip("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
    Files.write(packed, Arrays.copyOf(gzip, gzip.length - 9));
    assertEquals(
        packed + ": found the end of the file inside gzip data, expected complete gzip data",
        assertThrows(DataFormatException.class, () -> FloatCsvReader.read(packed)).getMessage());
    assertThrows(NoSuchFileException.class, () -> FloatCsvReader.read(folder.resolve("missing")));
  }

  /** Random tables, written with random quirks and read back. */
  @Test
  void readsBackWhatWasWritten() throws IOException {
    for (int run = 1; run <= 300; run++) {
      RandomGenerator random = Seeds.random(run);
      int rows = random.nextInt(1, 40);
      int columns = random.nextInt(2, 12);
      int target = random.nextInt(columns);
      boolean text = random.nextBoolean();
      char delimiter = ",;\t| ".charAt(random.nextInt(5));
      String end = random.nextBoolean() ? "\n" : "\r\n";
      boolean header = random.nextBoolean();
      StringBuilder csv = new StringBuilder();
      for (int j = 0; header && j < columns; j++) {
        csv.append(quoted("name " + j, random, true)).append(j < columns - 1 ? delimiter : end);
      }
      float[] values = new float[rows * (columns - 1)];
      float[] targets = new float[rows];
      String[] names = {"a", "b\nc", "d \"e\"", "f, g;h\ti|j"};
      int k = 0;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
          String field = Float.toString(value);
          boolean label = j == target && text;
          if (label) {
            int k2 = i < names.length ? i : random.nextInt(Math.min(rows, names.length));
            targets[i] = k2;
            field = names[k2];
          } else if (j == target) {
            targets[i] = value;
          } else {
            values[k++] = value;
          }
          csv.append(quoted(field, random, label));
          csv.append(j < columns - 1 ? "" + delimiter : i < rows - 1 ? end : "");
        }
        csv.append(i < rows - 1 && random.nextInt(9) == 0 ? end : "");
      }
      byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
      InputStream in =
          random.nextBoolean()
              ? Bytes.trickle(Bytes.gzipMembers(bytes, random), random)
              : new ByteArrayInputStream(bytes);
      String seed = Seeds.describe(run);
      FloatDataset data =
          FloatCsvReader.read(in, seed, DEFAULT.withDelimiter(delimiter).withTarget(target));
      assertArrayEquals(values, values(data), seed);
      assertArrayEquals(targets, data.targets(), seed);
      assertEquals(header ? columns - 1 : 0, data.featureNames().size(), seed);
      assertEquals(text ? Math.min(rows, names.length) : 0, data.classNames().size(), seed);
    }
  }

  private static String quoted(String field, RandomGenerator random, boolean always) {
    return always || random.nextInt(4) == 0 ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }

  @Test
  void neverGivesAnythingButDataOrAnExplanation() throws IOException {
    byte[] bytes =
        "a,\"b \"\"c\"\"\",y\r\n1,-2.5e3,one\n\"4\", 5 ,two\n\n6,7,\"th\nree\"\n8,9,one"
            .getBytes(StandardCharsets.UTF_8);
    int read = 0;
    List<CsvOptions> options =
        List.of(
            DEFAULT,
            DEFAULT.withDelimiter(' '),
            DEFAULT.withNoTarget(),
            DEFAULT.withHeader(Header.YES).withTarget("y"),
            DEFAULT.withHeader(Header.NO).withLabels(Labels.TEXT),
            DEFAULT.withSkipLines(2));
    for (int run = 1; run <= 8_000; run++) {
      RandomGenerator random = Seeds.random(run);
      byte[] start = run % 8 == 0 ? Bytes.gzipMembers(bytes, random) : bytes;
      byte[] mutated = Bytes.mutate(start, random, "0123456789+-.eE\",; \t\r\nonetw");
      try {
        FloatCsvReader.read(
            new ByteArrayInputStream(mutated), "fuzz", options.get(run % options.size()));
        read++;
      } catch (DataFormatException e) {
        assertEquals(1, e.getMessage().lines().count(), () -> e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError(Seeds.describe(run), e);
      }
    }
    assertTrue(read > 400 && read < 7_600, read + " of 8000 mutants read");
  }
}
