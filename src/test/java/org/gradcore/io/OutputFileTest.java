package org.gradcore.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutputFileTest {
  private static final String NO_POSIX = "Windows has neither modes nor pipes in folders";

  @TempDir Path folder;

  private static void write(Path file, String text) throws IOException {
    OutputFile.check(file);
    OutputFile.write(file, text);
  }

  /** Both the check and the writing say the same, and leave nothing behind. */
  private void refuses(Path file, String message) throws IOException {
    List<Path> before = files();
    IOException checked = assertThrows(FileSystemException.class, () -> OutputFile.check(file));
    assertEquals(message, checked.getMessage());
    IOException written =
        assertThrows(FileSystemException.class, () -> OutputFile.write(file, "new"));
    assertEquals(message, written.getMessage());
    assertEquals(before, files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static void skip(String what, String reason) {
    String message = "NOT TESTED: " + what + ": " + reason;
    System.err.println("WARNING: " + message);
    abort(message);
  }

  /** Runs a program of the system; a test that cannot is aborted. */
  private static void run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        skip(String.join(" ", command), output.strip());
      }
    } catch (IOException e) {
      skip(String.join(" ", command), e.getMessage());
    }
  }

  private static Set<PosixFilePermission> mode(Path file) throws IOException {
    return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void writesAndReplaces() throws Exception {
    Path file = folder.resolve("a.txt");
    write(file, "first, which is longer");
    assertEquals("first, which is longer", Files.readString(file));
    write(file, "second, ö");
    assertEquals("second, ö", Files.readString(file));
    Path here = Path.of("").toAbsolutePath();
    if (here.getRoot().equals(file.getRoot())) { // else there is no relative path, on Windows
      write(here.relativize(file), "third");
      assertEquals("third", Files.readString(file));
    }
    assertEquals(List.of(folder, file), files());
  }

  @Test
  void theCheckChangesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, time);
    OutputFile.check(file);
    OutputFile.check(folder.resolve("b.txt"));
    assertEquals("old", Files.readString(file));
    assertEquals(time, Files.getLastModifiedTime(file));
    assertEquals(List.of(folder, file), files());
  }

  @Test
  void aFailureInTheMiddleLeavesTheOldFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    for (Path target : List.of(file, folder.resolve("new.txt"))) {
      FileSystemException e =
          assertThrows(
              FileSystemException.class,
              () ->
                  OutputFile.write(
                      target,
                      out -> {
                        out.write(new byte[1 << 20]);
                        throw new IOException("No space left on device");
                      }));
      assertEquals(target + ": no space left on device", e.getMessage());
    }
    RuntimeException bug = new IllegalStateException("a bug");
    assertEquals(
        bug,
        assertThrows(
            RuntimeException.class,
            () ->
                OutputFile.write(
                    file,
                    out -> {
                      throw bug;
                    })));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(folder, file), files());
  }

  @Test
  void refusesWhatIsNoFile() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path full = Files.createDirectories(folder.resolve("full/inside")).getParent();
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    refuses(empty, empty + ": a folder");
    refuses(full, full + ": a folder");
    refuses(folder.resolve("none/a.txt"), folder.resolve("none") + ": no such folder");
    refuses(folder.resolve("no/ne/a.txt"), folder.resolve("no/ne") + ": no such folder");
    refuses(file.resolve("b.txt"), file + ": not a folder");
    refuses(Path.of(""), "'': the empty name names no file");
    assertEquals("old", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "語", "😀"})
  void writesTheLongestNames(String character) throws Exception {
    int bytes = character.getBytes("UTF-8").length;
    Path file = folder.resolve(character.repeat(255 / bytes));
    write(file, "first");
    write(file, "second");
    assertEquals("second", Files.readString(file));
    assertEquals(List.of(folder, file), files());
    if (bytes > 1) {
      return; // not every system counts bytes
    }
    Path longer = folder.resolve(character.repeat(256));
    String message = assertThrows(IOException.class, () -> OutputFile.check(longer)).getMessage();
    assertTrue(message.startsWith(longer + ": "), message); // the system's words follow
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void aNewFileHasTheModeOfTheUmask() throws Exception {
    Path usual = Files.createFile(folder.resolve("usual"));
    write(folder.resolve("a.txt"), "new");
    assertEquals(mode(usual), mode(folder.resolve("a.txt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-", "rw-r-----", "rwxr-x--x"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void anOldFileKeepsItsMode(String mode) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    write(file, "new");
    assertEquals("new", Files.readString(file));
    assertEquals(mode, PosixFilePermissions.toString(mode(file)));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void anOldFileKeepsItsOwner() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    run("chown", "12345:54321", file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    write(file, "new");
    assertEquals("new", Files.readString(file));
    assertEquals(12345, Files.getAttribute(file, "unix:uid"));
    assertEquals(54321, Files.getAttribute(file, "unix:gid"));
    assertEquals("rw-r-----", PosixFilePermissions.toString(mode(file)));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void followsLinks() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = Files.writeString(inner.resolve("a.txt"), "old");
    Path second = Files.createSymbolicLink(inner.resolve("second"), Path.of("a.txt"));
    Path first = Files.createSymbolicLink(folder.resolve("first"), second);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("inner/b.txt"));
    List<Path> before = files();
    write(first, "new");
    assertEquals("new", Files.readString(file));
    assertEquals(before, files());
    write(dangling, "made");
    assertEquals("made", Files.readString(inner.resolve("b.txt")));
    for (Path link : List.of(first, second, dangling)) {
      assertTrue(Files.isSymbolicLink(link), link.toString());
    }
    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("none/b.txt"));
    Path there = folder.resolve("none/b.txt");
    refuses(nowhere, nowhere + ": leads to " + there + ": no such folder");
    Path toFolder = Files.createSymbolicLink(folder.resolve("toFolder"), inner);
    refuses(toFolder, toFolder + ": a folder");
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    String message = assertThrows(IOException.class, () -> OutputFile.check(loop)).getMessage();
    assertTrue(message.startsWith(loop + ": "), message); // the system's words follow
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void writesToPipesAndLeavesThem() throws Exception {
    Path pipe = folder.resolve("pipe");
    run("mkfifo", pipe.toString());
    CompletableFuture<String> text =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                return e.toString();
              }
            });
    write(pipe, "x".repeat(1 << 20));
    assertEquals("x".repeat(1 << 20), text.get(30, TimeUnit.SECONDS));
    assertTrue(Files.readAttributes(pipe, "isOther").containsValue(true));
    assertEquals(List.of(folder, pipe), files());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void writesToDevicesAndLeavesThem() throws Exception {
    Path device = folder.resolve("null");
    run("mknod", device.toString(), "c", "1", "3");
    try {
      Files.newOutputStream(device).close();
    } catch (IOException e) {
      skip("devices", e.getMessage());
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), device);
    Object number = Files.getAttribute(device, "unix:rdev");
    write(device, "lost");
    write(link, "lost");
    assertEquals(number, Files.getAttribute(device, "unix:rdev"));
    assertEquals(List.of(folder, link, device), files());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_POSIX)
  void refusesSockets() throws Exception {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      refuses(socket, socket + ": a socket");
    }
  }
}
