package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatLibsvmReaderTest {

  private static FloatDataset read(String text) throws IOException {
    return FloatLibsvmReader.read(Bytes.text(text), "a.libsvm", LibsvmOptions.DEFAULT);
  }

  private static FloatCsrMatrix csr(FloatDataset data) {
    return (FloatCsrMatrix) data.features();
  }

  private static void assertContent(
      FloatDataset data,
      float[] labels,
      int columns,
      int[] pointers,
      int[] indices,
      float[] values) {
    assertArrayEquals(labels, data.targets());
    assertEquals(columns, data.columns());
    assertArrayEquals(pointers, csr(data).rowPointers());
    assertArrayEquals(indices, csr(data).columnIndices());
    assertArrayEquals(values, csr(data).values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1 1:0.5 3:-2\n-1 2:1\n",
        "+1 1:0.5 3:-2\n-1 2:1",
        "+1 1:0.5 3:-2\r\n-1 2:1\r\n",
        "+1 1:0.5 3:-2\r\n-1 2:1\r",
        "1.0   1:.5\t3:-2.  \n\n  \t\n-1\t2:1 \n\n",
        "# head\n1 1:5e-1 3:-0.2E1 # tail\n# between 1:1\n-1 2:1#end",
        "1 qid:7 1:0.50000 3:-2e+00\n-1 qid:8 2:+1.0e0",
        "  1 01:0.5 3:-2\n -1 2:0000000000000000000000001",
        "\uFEFF1 1:0.5 3:-2\n-1 2:1\n",
      })
  void readsEveryFormOfTheSameData(String text) throws IOException {
    assertContent(
        read(text),
        new float[] {1, -1},
        3,
        new int[] {0, 2, 3},
        new int[] {0, 2, 1},
        new float[] {0.5f, -2, 1});
  }

  @Test
  void keepsLabelOnlyRowsAndExplicitZeros() throws IOException {
    assertContent(
        read("1\n0 qid:3\n2 1:0 4:-0.0\n3 # nothing\n"),
        new float[] {1, 0, 2, 3},
        4,
        new int[] {0, 0, 0, 2, 2},
        new int[] {0, 3},
        new float[] {0, -0.0f});
  }

  @Test
  void takesTheGivenNumberOfColumns() throws IOException {
    FloatDataset data =
        FloatLibsvmReader.read(
            Bytes.text("1 2:3\n"), "a.libsvm", LibsvmOptions.DEFAULT.withColumns(5));
    assertEquals(5, data.columns());
    data = FloatLibsvmReader.read(Bytes.text("1\n2\n"), "a.libsvm", new LibsvmOptions(5));
    assertEquals(2, data.rows());
    assertEquals(0, csr(data).nnz());
    assertTrue(data.hasTargets());
    assertThrows(IllegalArgumentException.class, () -> new LibsvmOptions(-1));
  }

  @Test
  void readsTheLargestIndex() throws IOException {
    FloatDataset data = read("1 2147483647:1\n");
    assertEquals(Integer.MAX_VALUE, data.columns());
    assertEquals(Integer.MAX_VALUE - 1, csr(data).columnIndices()[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 0:1 | a.libsvm:1: found index 0, expected an index of at least 1",
        "1 3:1 2:1 | a.libsvm:1: found index 2 after index 3, expected ascending indices",
        "1 3:1 3:1 | a.libsvm:1: found index 3 after index 3, expected ascending indices",
        "1 1:1 0:1 | a.libsvm:1: found index 0, expected an index of at least 1",
        "1 -1:1 | a.libsvm:1: found '-1:1', expected index:value",
        "1 1:1 hello | a.libsvm:1: found 'hello', expected index:value",
        "1 1:1 5 | a.libsvm:1: found '5', expected index:value",
        "1 1: | a.libsvm:1: found nothing as the value of index 1, expected a finite number",
        "1 1 :5 | a.libsvm:1: found '1', expected index:value",
        "1 :5 | a.libsvm:1: found ':5', expected index:value",
        "1 1:1,2:1 | a.libsvm:1: found '1,2:1' as the value of index 1, expected a finite number",
        "1 2147483648:1"
            + " | a.libsvm:1: found index '2147483648', expected an index of at most 2147483647",
        "1 99999999999999999999999:1 | a.libsvm:1: found index '99999999999999999999999',"
            + " expected an index of at most 2147483647",
        "1 2:nan | a.libsvm:1: found 'nan' as the value of index 2, expected a finite number",
        "1 2:NaN | a.libsvm:1: found 'NaN' as the value of index 2, expected a finite number",
        "1 2:-inf | a.libsvm:1: found '-inf' as the value of index 2, expected a finite number",
        "1 2:Infinity"
            + " | a.libsvm:1: found 'Infinity' as the value of index 2, expected a finite number",
        "1 2:0x1p3 | a.libsvm:1: found '0x1p3' as the value of index 2, expected a finite number",
        "1 2:1d | a.libsvm:1: found '1d' as the value of index 2, expected a finite number",
        "1 2:1e | a.libsvm:1: found '1e' as the value of index 2, expected a finite number",
        "1 2:-. | a.libsvm:1: found '-.' as the value of index 2, expected a finite number",
        "1 2:1-2 | a.libsvm:1: found '1-2' as the value of index 2, expected a finite number",
        "1 2:1e999 | a.libsvm:1: found '1e999' as the value of index 2,"
            + " expected a number in the range of float",
        "-1e999 2:1 | a.libsvm:1: found label '-1e999', expected a number in the range of float",
        "nan 2:1 | a.libsvm:1: found label 'nan', expected a finite number",
        "1,2 2:1 | a.libsvm:1: found several labels in one row: '1,2 2:1', expected label"
            + " index:value …",
        "1:2 2:1 | a.libsvm:1: found a row without a label, or with a weight (label:weight):"
            + " '1:2 2:1', expected label index:value …",
        "1 qid:x 2:1 | a.libsvm:1: found 'qid:x', expected index:value or qid:number",
        "1 qid: 2:1 | a.libsvm:1: found 'qid:', expected index:value or qid:number",
        "1 2:1 qid:1 | a.libsvm:1: found 'qid:1', expected index:value",
        "1 abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz | a.libsvm:1: found"
            + " 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn…', expected index:value",
      })
  void refusesWithOneLine(String line, String message) {
    for (String end : List.of("", "\n", "\r\n", " # comment\n1 1:1\n")) {
      DataFormatException e =
          assertThrows(DataFormatException.class, () -> read(line.strip() + end));
      assertEquals(message.strip(), e.getMessage());
    }
    DataFormatException e =
        assertThrows(DataFormatException.class, () -> read("# c\r\n\n1 1:1 9:2\n" + line.strip()));
    assertEquals(4, e.line());
    assertEquals("a.libsvm", e.source());
    assertEquals(message.strip(), "a.libsvm:1: found " + e.found() + ", expected " + e.expected());
  }

  @Test
  void refusesAnIndexBeyondTheGivenColumns() {
    DataFormatException e =
        assertThrows(
            DataFormatException.class,
            () ->
                FloatLibsvmReader.read(
                    Bytes.text("1 1:1\n1 123:1 124:1\n"), "b.t", new LibsvmOptions(123)));
    assertEquals(
        "b.t:2: found index 124, expected an index of at most 123 (the given number of columns)",
        e.getMessage());
  }

  @Test
  void refusesFilesWithNothingInThem() {
    for (String text : List.of("", "\n\n", "# only\n#comments", "\uFEFF", "   ")) {
      assertEquals(
          "a.libsvm: found no rows, expected at least one line 'label index:value'",
          assertThrows(DataFormatException.class, () -> read(text)).getMessage());
    }
    assertEquals(
        "a.libsvm: found labels only, expected at least one index:value, or a given number of"
            + " columns",
        assertThrows(DataFormatException.class, () -> read("1\n-1\n")).getMessage());
  }

  @Test
  void refusesNumbersBeyondTheElementTypeOnly() throws IOException {
    String tooLarge =
        new BigDecimal(Float.MAX_VALUE).multiply(new BigDecimal("1.1")).toPlainString();
    assertThrows(DataFormatException.class, () -> read("1 1:" + tooLarge));
    assertThrows(DataFormatException.class, () -> read("-" + tooLarge + " 1:1"));
    assertEquals(Float.MAX_VALUE, csr(read("1 1:" + new BigDecimal(Float.MAX_VALUE))).values()[0]);
    assertEquals(Float.MIN_VALUE, csr(read("1 1:" + Float.MIN_VALUE)).values()[0]);
    assertEquals(0, csr(read("1 1:1e-999")).values()[0]);
  }

  @Test
  void readsLinesLongerThanTheBuffer() throws IOException {
    StringBuilder text = new StringBuilder("# ").append("c".repeat(300_000)).append("\n1");
    int count = 200_000;
    for (int i = 1; i <= count; i++) {
      text.append(' ').append(3 * i).append(':').append(i % 1000).append(".25");
    }
    text.append("\n2 7:1");
    FloatDataset data = read(text.toString());
    assertEquals(2, data.rows());
    assertEquals(count + 1, csr(data).nnz());
    assertEquals(3 * count, data.columns());
    for (int i = 1; i <= count; i++) {
      assertEquals(3 * i - 1, csr(data).columnIndices()[i - 1]);
      assertEquals(i % 1000 + 0.25f, csr(data).values()[i - 1]);
    }
  }

  @Test
  void readsFilesAndNamesThem(@TempDir Path folder) throws IOException {
    Path plain = folder.resolve("plain.gz"); // the name does not decide
    Files.writeString(plain, "1 1:2\n");
    assertEquals(1, FloatLibsvmReader.read(plain).rows());
    Path packed = folder.resolve("packed");
    byte[] gzip = Bytes.gzip("1 1:2\n2 0:3\n".getBytes(StandardCharsets.UTF_8));
    Files.write(packed, gzip);
    assertEquals(
        packed + ":2: found index 0, expected an index of at least 1",
        assertThrows(DataFormatException.class, () -> FloatLibsvmReader.read(packed)).getMessage());
    assertThrows(
        NoSuchFileException.class, () -> FloatLibsvmReader.read(folder.resolve("missing")));
    assertEquals(
        folder + ": found a folder, expected a file",
        assertThrows(DataFormatException.class, () -> FloatLibsvmReader.read(folder)).getMessage());
  }

  /** As LIBLINEAR does; the "protein" set of the LIBSVM site is written so. */
  @Test
  void readsBlanksAfterTheColon() throws IOException {
    FloatDataset data = read("0   21:1.00   63: .50\n1\t21:\t .25 40: 1\n");
    FloatCsrMatrix matrix = (FloatCsrMatrix) data.features();
    assertArrayEquals(new int[] {20, 62, 20, 39}, matrix.columnIndices());
    assertArrayEquals(new float[] {1, 0.5f, 0.25f, 1}, matrix.values());
  }

  /** Data to predict: any label, several, or none. */
  @Test
  void labelsMayBeIgnored() throws IOException {
    String text = "1 1:1\n? 2:2\n1:3 # none\n0,2 qid:4 1:4\nno\n";
    FloatDataset data =
        FloatLibsvmReader.read(
            Bytes.text(text), "a.libsvm", LibsvmOptions.DEFAULT.withLabelsIgnored());
    assertEquals(5, data.rows());
    assertEquals(false, data.hasTargets());
    FloatCsrMatrix matrix = (FloatCsrMatrix) data.features();
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 4}, matrix.rowPointers());
    assertArrayEquals(new float[] {1, 2, 3, 4}, matrix.values());
  }

  @Test
  void aLineHasALimit() throws IOException {
    String text = "1 1:1\n0 " + "1:1 ".repeat(1 << 22);
    DataFormatException e = assertThrows(DataFormatException.class, () -> read(text));
    assertEquals(
        "a.libsvm:2: found a line of more than 16777216 bytes, expected shorter ones"
            + " (-Dgradcore.limit.line=BYTES sets another limit)",
        e.getMessage());
  }

  @Test
  void leavesStreamsOpen() throws IOException {
    boolean[] closed = new boolean[1];
    for (byte[] bytes :
        List.of(
            "1 1:2\n".getBytes(StandardCharsets.UTF_8),
            Bytes.gzip("1 1:2\n".getBytes(StandardCharsets.UTF_8)))) {
      InputStream in =
          new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      FloatLibsvmReader.read(in, "stream", LibsvmOptions.DEFAULT);
      assertEquals(false, closed[0]);
    }
  }

  /** Random numbers in random notation, against the JDK's own parser, bit for bit. */
  @Test
  void parsesNumbersLikeTheJdk() throws IOException {
    RandomGenerator random = Seeds.random(0);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      numbers.add(number(random));
    }
    StringBuilder text = new StringBuilder("0");
    for (int i = 0; i < numbers.size(); i++) {
      text.append(' ').append(i + 1).append(':').append(numbers.get(i));
    }
    float[] values = csr(read(text.toString())).values();
    for (int i = 0; i < values.length; i++) {
      String written = numbers.get(i);
      assertEquals(
          Float.floatToRawIntBits(Float.parseFloat(written)),
          Float.floatToRawIntBits(values[i]),
          () -> written + " with " + Seeds.describe(0));
    }
  }

  private static String number(RandomGenerator random) {
    while (true) {
      String text =
          switch (random.nextInt(9)) {
            case 0 -> Integer.toString(random.nextInt(-1000, 1000));
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> Float.toString(element(random));
            case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 4 -> {
              // The middle of two neighbours, exactly or a little beside it.
              float x = element(random);
              BigDecimal middle =
                  Float.isFinite(x) && Math.abs(x) < Float.MAX_VALUE
                      ? new BigDecimal(x).add(new BigDecimal(Math.nextUp(x))).divide(BigDecimal.TWO)
                      : BigDecimal.ZERO;
              int beside = random.nextInt(-1, 2);
              yield middle
                  .add(middle.ulp().movePointLeft(2).multiply(BigDecimal.valueOf(beside)))
                  .toString();
            }
            case 5 -> // few bits: middles of floats that are short decimals
                BigDecimal.valueOf(2L * random.nextInt(1 << 24) + 1)
                    .multiply(BigDecimal.valueOf(2).pow(random.nextInt(30)))
                    .divide(BigDecimal.valueOf(2).pow(random.nextInt(20)))
                    .toPlainString();
            case 6 ->
                String.format(
                    Locale.ROOT, "%." + random.nextInt(1, 20) + "f", random.nextGaussian());
            case 7 ->
                String.format(
                    Locale.ROOT,
                    "%s%." + random.nextInt(1, 20) + "e",
                    random.nextBoolean() ? "+" : "",
                    Math.abs(random.nextGaussian()));
            default ->
                (random.nextInt(100) + "." + random.nextInt(1_000_000))
                    + (random.nextBoolean() ? "e" : "E")
                    + random.nextInt(-50, 38);
          };
      if (Float.isFinite(Float.parseFloat(text))) {
        return text;
      }
    }
  }

  /** Any bits: every exponent is equally likely. */
  private static float element(RandomGenerator random) {
    byte[] bytes = new byte[Float.BYTES];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes).getFloat();
  }

  /** Random matrices, written with random quirks and read back. */
  @Test
  void readsBackWhatWasWritten() throws IOException {
    for (int run = 1; run <= 300; run++) {
      RandomGenerator random = Seeds.random(run);
      int rows = random.nextInt(1, 30);
      int columns = random.nextInt(1, random.nextBoolean() ? 20 : 100_000);
      StringBuilder text = new StringBuilder();
      List<Integer> indices = new ArrayList<>();
      List<Float> values = new ArrayList<>();
      int[] pointers = new int[rows + 1];
      float[] labels = new float[rows];
      String end = random.nextBoolean() ? "\n" : "\r\n";
      for (int i = 0; i < rows; i++) {
        while (random.nextInt(5) == 0) {
          text.append(random.nextBoolean() ? "# 1 1:1" : blanks(random)).append(end);
        }
        String label = random.nextBoolean() ? number(random) : "" + random.nextInt(10);
        labels[i] = Float.parseFloat(label);
        text.append(label);
        if (random.nextInt(4) == 0) {
          text.append(blanks(random)).append(" qid:").append(random.nextInt(1000));
        }
        int index = 0;
        while (random.nextInt(8) != 0) {
          index += 1 + random.nextInt(1 + columns / 8);
          if (index > columns) {
            break;
          }
          String value = number(random);
          text.append(random.nextBoolean() ? ' ' : '\t').append(blanks(random));
          text.append(random.nextInt(9) == 0 ? "00" : "").append(index).append(':').append(value);
          indices.add(index - 1);
          values.add(Float.parseFloat(value));
        }
        text.append(blanks(random));
        text.append(random.nextInt(5) == 0 ? "# 1:2 qid:3" : "");
        text.append(i < rows - 1 || random.nextBoolean() ? end : "");
        pointers[i + 1] = indices.size();
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (random.nextBoolean()) {
        bytes = Bytes.gzipMembers(bytes, random);
      }
      InputStream in =
          random.nextBoolean() ? new ByteArrayInputStream(bytes) : Bytes.trickle(bytes, random);
      FloatDataset data =
          FloatLibsvmReader.read(in, Seeds.describe(run), new LibsvmOptions(columns));
      String seed = Seeds.describe(run);
      assertEquals(columns, data.columns(), seed);
      assertArrayEquals(pointers, csr(data).rowPointers(), seed);
      assertArrayEquals(
          indices.stream().mapToInt(i -> i).toArray(), csr(data).columnIndices(), seed);
      assertArrayEquals(labels, data.targets(), seed);
      for (int k = 0; k < values.size(); k++) {
        assertEquals(values.get(k), csr(data).values()[k], seed);
      }
    }
  }

  private static String blanks(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> " ";
      case 1 -> "\t  ";
      default -> "";
    };
  }

  @Test
  void neverGivesAnythingButDataOrAnExplanation() throws IOException {
    String valid =
        "# comment\n+1 1:0.5 3:-2e3 17:1\n-1 qid:3 2:1 4:0 # c\r\n\n0\n3.25 5:123456789.123 6:1\n";
    byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int run = 1; run <= 8_000; run++) {
      RandomGenerator random = Seeds.random(run);
      byte[] start = run % 8 == 0 ? Bytes.gzipMembers(bytes, random) : bytes;
      byte[] mutated = Bytes.mutate(start, random, "0123456789+-.eE:# \t\r\nqidnaf");
      try {
        FloatDataset data =
            FloatLibsvmReader.read(
                new ByteArrayInputStream(mutated), "fuzz", LibsvmOptions.DEFAULT);
        FloatCsrMatrix matrix = csr(data);
        FloatCsrMatrix.of(
            matrix.rows(),
            matrix.columns(),
            matrix.rowPointers(),
            matrix.columnIndices(),
            matrix.values());
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
