package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFormatTest {
  @TempDir private Path folder;

  private DataFormat detect(String name, byte[] bytes) throws IOException {
    return DataFormat.detect(Files.write(folder.resolve(name), bytes));
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
        "a.txt     | 1 2 3         | CSV",
        "a.txt     | 1;2           | CSV",
        "a.txt     | a             | CSV",
        "a.data    | '1 |f 1:2'    | CSV",
      })
  void readsNamesAndFirstLines(String name, String text, DataFormat expected) throws IOException {
    byte[] bytes = text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
    assertEquals(expected, detect(name, bytes));
    assertEquals(expected, detect(name, Bytes.gzip(bytes)));
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
    assertThrows(NoSuchFileException.class, () -> DataFormat.detect(folder.resolve("missing")));
  }
}
