package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names of files that name none, or not the one that was meant. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bash")
class FileNamesTest {
  private static final String TRAIN = "gradcore train --quiet --epochs 1 --data ";

  @TempDir Path folder;

  private Shell shell() throws Exception {
    return new Shell(folder).with("a.svm", "1 1:1\n-1 1:-1\n");
  }

  @Test
  void theEmptyNameIsWrongUse() throws Exception {
    for (String option : List.of("--save ''", "--test ''", "--labels ''")) {
      Shell.Outcome outcome = shell().run(TRAIN + "a.svm " + option);
      assertEquals(Main.USAGE, outcome.status(), option);
      assertTrue(outcome.err().contains(": the empty name names no file\n"), outcome.err());
    }
  }

  /** A slash at the end says that a folder is meant, which Java forgets. */
  @Test
  void aFolderIsNoFile() throws Exception {
    Shell.Outcome outcome =
        shell()
            .run(
                """
                mkdir full
                %1$s a.svm --save models/
                %1$s a.svm --save full/
                %1$s a.svm --save a.svm/
                %1$s a.svm/
                %1$s full/
                """
                    .formatted(TRAIN));
    assertEquals(
        List.of(
            "gradcore: models: no such folder",
            "gradcore: full/.: a folder",
            "gradcore: a.svm: not a folder",
            "gradcore: a.svm/.: Not a directory",
            "gradcore: full/.: found a folder, expected a file"),
        outcome.errors());
    assertEquals("", outcome.out());
    assertEquals(List.of("a.svm", "full"), shell().files());
  }

  /** Java would read and write a file of another name. */
  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    Shell.Outcome outcome =
        shell().run("LC_ALL=C " + TRAIN + "a.svm --save \"$(printf 'b\\xe9.gcm')\"");
    assertEquals(Main.USAGE, outcome.status(), outcome.toString());
    assertTrue(outcome.err().contains("UTF-8 of the locale; rename the file"), outcome.err());
    assertEquals(List.of("a.svm"), shell().files());
  }

  @Test
  void messagesNameStandardInput() throws Exception {
    Shell.Outcome outcome =
        shell()
            .run(
                """
                %s a.svm --model logistic --save m.gcm > out
                %s - --model logistic < a.svm | head -1
                printf '7 1:2\\n' | gradcore evaluate --load m.gcm --data -
                printf 'a,b\\n7,1\\n' | gradcore evaluate --load m.gcm --data - > out
                """
                    .formatted(TRAIN, TRAIN));
    assertEquals("data       standard input: 2 rows, 1 features, 2 classes\n", outcome.out());
    List<String> errors = outcome.errors();
    assertEquals(2, errors.size(), outcome.err());
    for (String error : errors) {
      assertTrue(error.startsWith("gradcore: standard input: "), error);
    }
  }

  @Test
  void twoOutputsAreTwoFiles() throws Exception {
    Shell.Outcome outcome = shell().run("gradcore bench --quick --json b --html ./b");
    assertEquals(Main.USAGE, outcome.status(), outcome.toString());
    assertTrue(outcome.err().contains("and would replace it"), outcome.err());
  }
}
