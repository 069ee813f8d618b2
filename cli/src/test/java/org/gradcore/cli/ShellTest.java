package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell that other tests run the command in. */
class ShellTest {
  @TempDir Path folder;

  @Test
  void startsTheCommandAndGivesWhatItLeaves() throws Exception {
    Shell shell = new Shell(folder).with("a.svm", "1 1:1\n-1 1:-1\n");
    Shell.Outcome outcome =
        shell.run(
            "gradcore train --data a.svm --model logistic --epochs 1 --quiet --save m.gcm"
                + " && cat m.gcm | wc -c; gradcore train --foo; echo status $?; exit 7");
    assertEquals(7, outcome.status(), outcome.toString());
    assertTrue(outcome.out().contains("saved to"), outcome.out());
    assertEquals("status 2", outcome.lines().getLast());
    assertTrue(outcome.errors().getFirst().startsWith("gradcore: Unknown option"), outcome.err());
    assertEquals(List.of("a.svm", "m.gcm"), shell.files());
  }

  @Test
  void givesVariablesAndJvmOptionsToTheCommand() throws Exception {
    Shell shell =
        new Shell(folder)
            .with(Map.of("GRADCORE_JAVA_OPTIONS", "-Dgradcore.backend=scalar", "COLOUR", "red"));
    Shell.Outcome outcome =
        shell.run("echo $COLOUR; gradcore train --epochs 1 --quiet --json | grep -c openblas");
    assertEquals(List.of("red", "0"), outcome.lines(), outcome.toString());
  }

  @Test
  void endsAScriptThatTakesTooLong() {
    Shell shell = new Shell(folder).within(Duration.ofMillis(200));
    AssertionError error = assertThrows(AssertionError.class, () -> shell.run("echo a; sleep 60"));
    assertTrue(error.getMessage().startsWith("not done in PT0.2S: echo a"), error.getMessage());
  }
}
