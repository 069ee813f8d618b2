package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFormatTest {
  @TempDir private Path folder;

  private DataFormat detect(String name, byte[] bytes) throws IOException {
    return detect(Files.write(folder.resolve(name), bytes));
  }

  private static DataFormat detect(Path file) throws IOException {
    try (Source source = Source.open(file)) {
      return DataFormat.detect(source);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.csv     | 1 1:2         | CSV",
        "a.TSV     | 1 1:2         | CSV",
        "a.csv.gz  | 1 1:2         | CSV",
        "a.libsvm  | broken        | LIBSVM",
        "a.svm.gz  | 1,2           | LIBSVM",
        "a9a       | +1 1:2 3:4    | LIBSVM",
        "a.t       | -1            | CSV",
        "a.txt     | # c\\n\\n+1\\n-1 # d\\n1 2:3 # e | LIBSVM",
        "a.txt     | 2.000000  qid:7 1:1.5e3 2:nan | LIBSVM",
        "a.txt     | 1 0:1         | LIBSVM",
        "a.txt     | 1 -1:1        | LIBSVM",
        "a.txt     | 1,2,3         | CSV",
        "a.txt     | a             | CSV",
        "a.txt     | a name\\n5\\n6 | CSV",
        "a.txt     | 0   21:1.00   63: .50 | LIBSVM",
        "a.txt     | 5.1, 3.5, Iris setosa | CSV",
        "a.txt     | 1,2020-01-01 12:30,5\\n2,2020-01-02 12:30,5 | CSV",
      })
  void readsNamesAndFirstLines(String name, String text, DataFormat expected) throws IOException {
    byte[] bytes = text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
    assertEquals(expected, detect(name, bytes));
    assertEquals(expected, detect(name, Bytes.gzip(bytes)));
  }

  /** What is not recognized is named, with what reads it, also when the format is given. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "0,2 1:0.5 3:1\\n1,2 2:0.7 ~ :1: found several labels in one row: '0,2 1:0.5 3:1'",
        "1:0.5 1:1 3:1           ~ :1: found a row without a label, or with a weight",
        "0.5 1 1:0.3 2:0.7       ~ :1: found a row with a weight",
        "1 cost:2 1:0.3          ~ :1: found a row with a weight",
        "1 |f 13:3.9 24:3.4      ~ :1: found Vowpal Wabbit data",
        "a;b;y\\n1,5;2,3;0      ~ :2: found ';' separated values with decimal commas",
        "1,5;1\\n2,5;0          ~ :1: found ';' separated values with decimal commas",
        "1,5 2,3 0\\n1,5 2,7 1  ~ :1: found blank separated values with decimal commas",
        "1;2;3                   ~ :1: found ';' separated values, expected * --delimiter ';'",
        "1\\t2\\t3            ~ :1: found tab separated values, expected * --delimiter tab",
        "1 2 3\\n4 5 6          ~ :1: found blank separated values, expected * --delimiter ' '",
        "1|2|3                   ~ :1: found '|' separated values, expected * --delimiter '|'",
        "sep=;\\n1;2            ~ --skip-lines 1 --delimiter ';'",
        "Once upon a time\\nthere was ~ :1: found text 'Once upon a time'",
        "'{\"a\": 1}'          ~ found JSON",
        "'% iris\\n@relation iris' ~ found ARFF",
        "version https://git-lfs.github.com/spec/v1 ~ found a Git LFS pointer",
      })
  void namesWhatItDoesNotRead(String text, String message) {
    byte[] bytes =
        text.strip().replace("\\n", "\n").replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
    for (byte[] written : List.of(bytes, Bytes.gzip(bytes))) {
      String refusal =
          assertThrows(DataFormatException.class, () -> detect("a.txt", written)).getMessage();
      for (String part : message.split("\\*")) {
        assertTrue(refusal.contains(part.strip()), refusal);
      }
    }
  }

  /** A name that says CSV is not believed where commas are decimal commas. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a.csv ~ 1,5;a\\n1,6;b       ~ :1: found ';' separated values with decimal commas",
        "a.csv ~ 1,5;2,5;1\\n1,6;2;0 ~ :1: found ';' separated values with decimal commas",
        "a.csv ~ x\\ty\\n1\\t1,5     ~ :2: found tab separated values with decimal commas",
        "a.tsv ~ 1\\t1,5\\n2\\t2,5   ~ :1: found tab separated values with decimal commas",
        "a.csv ~ 5,3 rooms\\n4,7 rooms ~",
        "a.csv ~ 5,a;b\\n4,c;d       ~",
      })
  void decimalCommasAreNoCsv(String name, String text, String message) throws IOException {
    byte[] bytes = text.replace("\\n", "\n").replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
    if (message == null) {
      assertEquals(DataFormat.CSV, detect(name, bytes));
    } else {
      String refusal =
          assertThrows(DataFormatException.class, () -> detect(name, bytes)).getMessage();
      assertTrue(refusal.contains(name + message), refusal);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "425a6839314159265359, found bzip2 data",
    "fd377a585a00, found xz data",
    "28b52ffd, found zstd data",
    "504b0304, found a zip file",
    "894743 4d0d0a1a0a, found a gradcore model",
    "fffe3100, found UTF-16 text",
    "3c21444f43545950452068746d6c3e, found HTML",
    "0a203c68746d6c3e, found HTML",
    "1f8b, found the end of the file inside gzip data",
  })
  void namesOtherKindsOfFile(String hex, String message) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (String name : List.of("a", "a.csv", "a.svm", "a-idx3-ubyte.gz")) {
      Path file = Files.write(folder.resolve(name), bytes);
      List<Executable> all =
          List.of(
              () -> detect(file),
              () -> FloatCsvReader.read(file),
              () -> FloatLibsvmReader.read(file),
              () -> FloatIdxReader.read(file, null));
      for (Executable one : all) {
        String refusal = assertThrows(DataFormatException.class, one).getMessage();
        assertTrue(refusal.startsWith(file + ": " + message), refusal);
      }
    }
  }

  @Test
  void readsMagicBytesAndLongLines() throws IOException {
    assertEquals(DataFormat.IDX, detect("a", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 5}));
    assertEquals(DataFormat.IDX, detect("b-ubyte.gz", Bytes.gzip(new byte[] {0, 0, 13, 3, 0})));
    assertEquals(DataFormat.CSV, detect("c", new byte[0]));
    for (int extra = 0; extra < 12; extra++) { // the sample ends anywhere in a pair
      String line = " ".repeat(extra) + "1" + " 123456:1".repeat(20_000);
      assertEquals(DataFormat.LIBSVM, detect("d", line.getBytes(StandardCharsets.UTF_8)));
    }
    assertThrows(NoSuchFileException.class, () -> detect(folder.resolve("missing")));
  }
}
