package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradcore.cli.Cases.Covers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command writes arrives, or the command says that it did not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bash, pipes and modes")
class OutputTest {
  private static final String TRAIN = "gradcore train --data a.svm --model logistic --quiet ";
  private static final String PREDICT = "gradcore predict --load m.gcm --data a.svm ";
  private static final String PREDICTIONS = "1\n-1\n";

  @TempDir Path folder;
  private Shell shell;

  /** A data set and its model. */
  @BeforeEach
  void model() throws Exception {
    shell = new Shell(folder).with("a.svm", "1 1:1\n-1 1:-1\n");
    String train =
        "train --data %s --model logistic --epochs 200 --learning-rate 0.1 --quiet --save %s";
    String[] words = train.formatted(folder.resolve("a.svm"), folder.resolve("m.gcm")).split(" ");
    CommandLine command = Main.commandLine().setOut(new PrintWriter(new StringWriter()));
    assertEquals(0, command.execute(words));
  }

  private static void skip(String what) {
    String message = "NOT TESTED: " + what;
    System.err.println("WARNING: " + message);
    abort(message);
  }

  private static void needDevFull() {
    if (!Files.exists(Path.of("/dev/full"))) {
      skip("full disks: there is no /dev/full");
    }
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** Runs a script with file systems of its own; a test that cannot have them is aborted. */
  private Shell.Outcome runWithMounts(String mount, String script) throws Exception {
    Shell.Outcome outcome =
        shell.run("unshare -m bash -c '" + mount + " || exit 99; " + script + "' || exit $?");
    if (outcome.status() == 99 || outcome.err().contains("unshare")) {
      skip(mount + ": " + outcome.err().strip());
    }
    return outcome;
  }

  private String mode(String name) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private boolean isOther(String name) throws Exception {
    return (boolean) Files.getAttribute(folder.resolve(name), "isOther");
  }

  @Test
  @Covers("02-dev-full")
  void aFullDiskBehindStandardOutputIsAnError() throws Exception {
    needDevFull();
    Shell.Outcome outcome = shell.with(Cases.files("02-dev-full")).run(Cases.cmd("02-dev-full"));
    List<String> exits = outcome.lines().stream().filter(l -> l.startsWith("exit")).toList();
    assertEquals(List.of("exit 1", "exit 1", "exit 1"), exits);
    assertEquals(3, outcome.errors().size(), outcome.err());
    for (String error : outcome.errors()) {
      assertTrue(error.startsWith("gradcore: standard output: "), error);
    }
  }

  @Test
  void soItIsForEveryCommand() throws Exception {
    needDevFull();
    String commands =
        """
        gradcore --help > /dev/full || echo $?
        gradcore --version > /dev/full || echo $?
        gradcore calibrate --help > /dev/full || echo $?
        gradcore info --json > /dev/full || echo $?
        gradcore bench --quick --quiet --only fits --data . > /dev/full || echo $?
        gradcore train --epochs 2 --quiet --json > /dev/full || echo $?
        gradcore train --epochs 2 --quiet --save lost.gcm > /dev/full || echo $?
        gradcore info >&- || echo $?
        """;
    Shell.Outcome outcome = shell.run(commands);
    assertEquals("1\n".repeat(8), outcome.out(), outcome.err());
    assertEquals(8, outcome.errors().size(), outcome.err());
    // Nothing is trained in vain: the first lines could not be written.
    assertEquals(List.of("a.svm", "m.gcm"), shell.files());
  }

  @Test
  void aReaderThatHasEnoughEndsItQuietly() throws Exception {
    shell.with("many.svm", "1 1:1\n-1 1:-1\n".repeat(50_000));
    Shell.Outcome outcome =
        shell.run(
            """
            gradcore predict --load m.gcm --data many.svm | head -1; echo ${PIPESTATUS[@]}
            gradcore info --json | true; echo ${PIPESTATUS[@]}
            gradcore --help | true; echo ${PIPESTATUS[@]}
            gradcore predict --load m.gcm --data many.svm | cat | wc -l; echo ${PIPESTATUS[@]}
            """);
    assertEquals(
        List.of("1", "141 0", "141 0", "141 0", "100000", "0 0 0"), outcome.lines(), outcome.err());
    assertEquals("", outcome.err());
  }

  @Test
  @Covers("03-output-replaces")
  void whatIsThereIsRespected() throws Exception {
    shell.with(Cases.files("03-output-replaces"));
    String withoutDevices =
        Cases.cmd("03-output-replaces")
            .lines()
            .filter(line -> !line.contains("nulldev"))
            .collect(Collectors.joining("\n"));
    Shell.Outcome outcome = shell.run(withoutDevices + "\nwait");
    assertEquals(List.of("gradcore: empty: a folder"), outcome.errors());
    assertTrue(isOther("pipe"));
    String predictions = shell.text("got.txt");
    assertEquals(2, predictions.lines().count(), predictions);
    assertTrue(Files.isDirectory(folder.resolve("empty")));
    assertTrue(Files.isSymbolicLink(folder.resolve("link.txt")));
    assertEquals(predictions, shell.text("real.txt"));
    assertEquals(predictions, shell.text("p.txt"));
    assertEquals("rw-rw-r--", mode("p.txt"));
    assertEquals("rw-------", mode("s.gcm"));
    assertEquals(
        List.of(
            "a.svm", "empty", "got.txt", "link.txt", "m.gcm", "p.txt", "pipe", "real.txt", "s.gcm"),
        shell.files());
  }

  @Test
  void devicesAreWrittenTo() throws Exception {
    if (!root()) {
      skip("devices: only root can make one");
    }
    Shell.Outcome outcome =
        shell.run(
            "mknod null c 1 3 && echo > null || exit 99\n"
                + PREDICT
                + "--output null\n"
                + TRAIN
                + "--epochs 1 --save null");
    if (outcome.status() == 99) {
      skip("devices: " + outcome.err());
    }
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(isOther("null"));
    assertEquals(List.of("a.svm", "m.gcm", "null"), shell.files());
  }

  @Test
  void aNewFileHasTheModeOfTheUmaskAndNamesMayBeLong() throws Exception {
    String name = "n".repeat(250);
    Shell.Outcome outcome =
        shell.run(
            "umask 027\n"
                + PREDICT
                + "--output "
                + name
                + "\n"
                + TRAIN
                + "--epochs 1 --save s"
                + name);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(PREDICTIONS, shell.text(name));
    assertEquals("rw-r-----", mode(name));
    assertEquals("rw-r-----", mode("s" + name));
    assertEquals(4, shell.files().size(), shell.files().toString());
  }

  @Test
  @Covers("09-save-checked-last")
  void whatCannotBeWrittenIsRefusedBeforeTheWork() throws Exception {
    shell.with(Cases.files("09-save-checked-last"));
    Shell.Outcome outcome = shell.run(Cases.cmd("09-save-checked-last"));
    assertEquals(
        List.of("gradcore: nodir: no such folder", "gradcore: full: a folder"), outcome.errors());
    assertEquals(List.of("a.svm", "full", "m.gcm", "ok.gcm"), shell.files());
    assertEquals(1, outcome.status());
  }

  @Test
  void soItIsForEveryOption() throws Exception {
    shell.run("mkdir full; touch full/x file");
    Shell.Outcome outcome =
        shell.run(
            """
            gradcore bench --json nodir/b.json
            gradcore bench --html full
            gradcore calibrate --output file/p.json
            gradcore calibrate --output -
            gradcore train --epochs 100000000 --save /dev/stdout
            """);
    assertEquals(
        List.of(
            "gradcore: nodir: no such folder",
            "gradcore: full: a folder",
            "gradcore: file: not a folder",
            "gradcore: --output -: standard output has the results; name a file",
            "Try 'gradcore calibrate --help'.",
            "gradcore: --save /dev/stdout: standard output has the results; name a file",
            "Try 'gradcore train --help'."),
        outcome.errors());
    assertEquals(Main.USAGE, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(List.of("a.svm", "file", "full", "m.gcm"), shell.files());
  }

  @Test
  void noInputIsReplaced() throws Exception {
    shell.run("ln -s m.gcm link; ln a.svm hard");
    Shell.Outcome outcome =
        shell.run(
            PREDICT
                + "--output ./m.gcm || echo $?\n"
                + PREDICT
                + "--output link || echo $?\n"
                + PREDICT
                + "--output hard || echo $?\n"
                + TRAIN
                + "--save a.svm || echo $?\n"
                + PREDICT
                + "--output new && cmp -s hard a.svm && wc -c < a.svm");
    assertEquals(List.of("2", "2", "2", "2", "14"), outcome.lines(), outcome.err());
    assertEquals(
        List.of(
            "gradcore: --output ./m.gcm: is m.gcm, and would replace it",
            "gradcore: --output link: is m.gcm, and would replace it",
            "gradcore: --output hard: is a.svm, and would replace it",
            "gradcore: --save a.svm: is a.svm, and would replace it"),
        outcome.errors().stream().filter(line -> !line.startsWith("Try")).toList());
  }

  @Test
  void labelsAreUtf8InEveryLocale() throws Exception {
    shell.with("t.csv", "a,kind\n0,größe\n1,größe\n5,語\n6,語\n");
    Shell.Outcome outcome =
        shell.run(
            """
            export LC_ALL=C
            gradcore train --data t.csv --model logistic --epochs 300 --learning-rate 0.5 --quiet \
              --save t.gcm > train.txt
            gradcore predict --load t.gcm --data t.csv --output p.txt
            gradcore predict --load t.gcm --data t.csv
            """);
    assertEquals("größe\ngröße\n語\n語\n", outcome.out(), outcome.err());
    assertEquals(outcome.out(), shell.text("p.txt"));
  }

  @Test
  void predictionsGoWhereOpenFilesStand() throws Exception {
    Shell.Outcome outcome =
        shell.run(
            "{ echo first; "
                + PREDICT
                + "--output /dev/stdout; "
                + PREDICT
                + "--output -; } > all.txt\n"
                + PREDICT
                + "--output /dev/fd/3 3> third.txt");
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals("first\n" + PREDICTIONS + PREDICTIONS, shell.text("all.txt"));
    assertEquals(PREDICTIONS, shell.text("third.txt"));
    assertEquals(List.of("a.svm", "all.txt", "m.gcm", "third.txt"), shell.files());
  }

  /** A limit on the size of files stands for a full disk: every user has it. */
  @Test
  void aFileThatDoesNotFitLeavesTheOldOne() throws Exception {
    byte[] old = Files.readAllBytes(folder.resolve("m.gcm"));
    shell.with("wide.svm", "1 1000000:1\n-1 1:-1\n");
    shell.with(
        Map.of("GRADCORE_JAVA_OPTIONS", "-XX:-UsePerfData -Dorg.bytedeco.javacpp.cachedir=cache"));
    Shell.Outcome outcome =
        shell.run(
            "ulimit -f 4096; gradcore train --data wide.svm --model logistic --epochs 1 --quiet"
                + " --save m.gcm > out.txt");
    assertEquals(1, outcome.status(), outcome.err());
    assertTrue(outcome.errors().getLast().startsWith("gradcore: m.gcm: "), outcome.err());
    assertArrayEquals(old, Files.readAllBytes(folder.resolve("m.gcm")));
    List<String> files = shell.files();
    assertTrue(files.stream().noneMatch(name -> name.endsWith(".tmp")), files.toString());
  }

  @Test
  void aFullDiskLeavesTheOldFile() throws Exception {
    shell.with("wide.svm", "1 1000000:1\n-1 1:-1\n").with("many.svm", "1 1:1\n".repeat(600_000));
    shell.run("mkdir small");
    Shell.Outcome outcome =
        runWithMounts(
            "mount -t tmpfs -o size=1m tmpfs small",
            """
            cp m.gcm small; echo old > small/p.txt
            gradcore train --data wide.svm --model logistic --epochs 1 --quiet --save small/m.gcm \
              > out.txt; echo $?
            gradcore predict --load m.gcm --data many.svm --output small/p.txt; echo $?
            gradcore predict --load m.gcm --data many.svm > small/part.txt; echo $?
            rm small/part.txt
            cmp m.gcm small/m.gcm && cat small/p.txt; ls -A small
            """);
    assertEquals(List.of("1", "1", "1", "old", "m.gcm", "p.txt"), outcome.lines(), outcome.err());
    assertEquals(3, outcome.errors().size(), outcome.err());
    List<String> named = List.of("small/m.gcm", "small/p.txt", "standard output");
    for (int i = 0; i < 3; i++) {
      String error = outcome.errors().get(i);
      assertTrue(error.startsWith("gradcore: " + named.get(i) + ": "), error);
    }
  }

  @Test
  void aFileThatIsAMountPointIsWrittenWhereItIs() throws Exception {
    shell.with("real.txt", "old").with("mounted.txt", "below");
    Shell.Outcome outcome =
        runWithMounts(
            "mount --bind real.txt mounted.txt", PREDICT + "--output mounted.txt; cat mounted.txt");
    assertEquals(PREDICTIONS, outcome.out(), outcome.err());
    assertEquals(PREDICTIONS, shell.text("real.txt"));
    assertEquals("below", shell.text("mounted.txt"));
    assertEquals(4, shell.files().size(), shell.files().toString());
  }

  @Test
  void closedFoldersAndFiles() throws Exception {
    // Without these capabilities root is held to the modes, as others are.
    String asOthers =
        root() ? "setpriv --bounding-set -dac_override,-dac_read_search,-fowner " : "";
    Shell.Outcome outcome =
        shell.run(
            """
            mkdir closed; echo old > closed/p.txt; chmod 500 closed
            echo old > kept.txt; chmod 444 kept.txt
            as() { %s "$@"; }
            as true || exit 99
            as gradcore predict --load m.gcm --data a.svm --output closed/p.txt; echo $?
            as gradcore predict --load m.gcm --data a.svm --output closed/new.txt; echo $?
            as gradcore train --epochs 100000000 --quiet --save closed/new.gcm; echo $?
            as gradcore train --epochs 100000000 --quiet --save kept.txt; echo $?
            cat closed/p.txt kept.txt; ls -A closed; chmod 700 closed
            """
                .formatted(asOthers.isEmpty() ? "env" : asOthers));
    if (outcome.status() == 99) {
      skip("closed folders: " + outcome.err());
    }
    assertEquals(
        List.of("0", "1", "1", "1", "1", "-1", "old", "p.txt"), outcome.lines(), outcome.err());
    assertEquals(
        List.of(
            "gradcore: closed/new.txt: permission denied",
            "gradcore: closed/new.gcm: permission denied",
            "gradcore: kept.txt: permission denied"),
        outcome.errors());
  }
}
