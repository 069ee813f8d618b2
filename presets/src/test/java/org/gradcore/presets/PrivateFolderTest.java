package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFolderTest {
  private static final int ANOTHER = 54321;

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void realPath() throws IOException {
    Privileges.assumePosix();
    root = temporary.toRealPath();
  }

  private Path folder(String name, int mode) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.setAttribute(folder, "unix:mode", mode);
    return folder;
  }

  private static void assertRefused(Path folder, String part) {
    String message =
        assertThrows(IOException.class, () -> PrivateFolder.check(folder)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0700, 0755, 0711, 01700})
  void whatOnlyTheOwnerWritesIsPrivate(int mode) throws IOException {
    Path folder = folder("own", mode);
    assertEquals(folder, PrivateFolder.check(folder));
    assertEquals(0, Files.list(folder).count(), "nothing is left");
  }

  @ParameterizedTest
  @ValueSource(ints = {0720, 0702, 0777, 01777, 0770, 02775})
  void whatOthersCanWriteIsNot(int mode) throws IOException {
    Path folder = folder("open", mode);
    assertRefused(
        folder, folder + " can be written by others (mode " + Integer.toOctalString(mode) + ")");
  }

  @Test
  void neitherIsWhatOthersCanReplace() throws IOException {
    Path parent = folder("parent", 0777);
    Path folder = folder("parent/own", 0700);
    assertRefused(folder, parent + " can be written by others (mode 777)");
    folder("parent", 0775);
    assertRefused(folder, parent + " can be written by others (mode 775)");
    folder("parent", 01777);
    assertEquals(folder, PrivateFolder.check(folder), "the sticky bit keeps it");
  }

  @Test
  void aLinkCountsAsWhatItLeadsTo() throws IOException {
    Path link = root.resolve("link");
    Path own = folder("own", 0700);
    Files.createSymbolicLink(link, own);
    assertEquals(own, PrivateFolder.check(link));
    Path open = folder("open", 0777);
    Files.delete(link);
    Files.createSymbolicLink(link, open);
    assertRefused(link, open + " can be written by others");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertRefused(file, file + " is not a folder");
    IOException e = assertThrows(IOException.class, () -> PrivateFolder.create(file));
    assertEquals(file + " is not a folder", e.getMessage());
    Path below = file.resolve("below");
    e = assertThrows(IOException.class, () -> PrivateFolder.create(below));
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }

  @Test
  void newFoldersAreForTheOwnerOnly() throws IOException {
    Path folder = root.resolve("a/b");
    PrivateFolder.create(folder);
    for (Path made : new Path[] {folder, folder.getParent()}) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }
    PrivateFolder.create(folder);
  }

  @Test
  void whatBelongsToAnotherUserIsNot() throws IOException {
    Privileges.assumeRoot("folders of another user");
    Path parent = folder("theirs", 0755);
    Path folder = folder("theirs/own", 0700);
    Files.setAttribute(parent, "unix:uid", ANOTHER);
    assertRefused(folder, parent + " belongs to user 54321, but this process runs as user 0");
    assertRefused(parent, parent + " belongs to user 54321, but this process runs as user 0");
    Files.setAttribute(parent, "unix:mode", 01777);
    assertRefused(folder, parent + " belongs to user 54321");
  }
}
