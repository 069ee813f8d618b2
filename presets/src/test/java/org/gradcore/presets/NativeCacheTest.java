package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradcore.presets.ChildJvm.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where native libraries are unpacked to, seen in JVMs of its own. */
class NativeCacheTest {
  @TempDir Path temporary;
  private Path root;
  private Path work;
  private Path tmp;
  private Path home;

  @BeforeEach
  void folders() throws IOException {
    assumeTrue(NativeLibrary.load().loaded(), () -> NativeLibrary.load().reason());
    Privileges.assumePosix();
    root = temporary.toRealPath();
    work = Files.createDirectory(root.resolve("work"));
    tmp = Files.createDirectory(root.resolve("tmp"));
    home = Files.createDirectory(root.resolve("home"));
  }

  private ChildJvm jvm(String... options) {
    return new ChildJvm()
        .in(work)
        .with("-Djava.io.tmpdir=" + tmp, "-Duser.home=" + home)
        .with(options);
  }

  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void assertLoaded(Result result) {
    assertEquals("true", result.value("loaded"), result.toString());
    assertTrue(result.value("blas").contains("OpenBLAS"), result.toString());
    assertEquals("", result.err());
  }

  /** Loaded from a folder of the process alone, of which nothing is left. */
  private void assertFresh(Result result, String note) throws IOException {
    assertLoaded(result);
    assertTrue(result.value("file").startsWith(tmp + "/gradcore"), result.toString());
    assertEquals(note, result.value("note"));
    assertEquals(List.of(), content(tmp));
    assertEquals(List.of(), content(work));
  }

  private void assertDeclined(Result result, String reason) throws IOException {
    assertEquals("false", result.value("loaded"), result.toString());
    assertEquals(reason, result.value("reason"));
    assertEquals(List.of(), content(tmp));
    assertEquals(List.of(), content(work));
    assertEquals("", result.err());
  }

  @Test
  void theHomeFolderIsUsed() throws Exception {
    Result result = jvm().load();
    assertLoaded(result);
    Path cache = home.resolve(".javacpp/cache");
    assertTrue(result.value("file").startsWith(cache + "/gradcore/openblas-"), result.toString());
    assertEquals("null", result.value("note"));
    assertTrue(Files.exists(Path.of(result.value("file"))));
    assertEquals(List.of(), content(tmp));
    assertEquals(0700, (Integer) Files.getAttribute(cache, "unix:mode") & 07777);
    assertEquals(result, jvm().load(), "the second time it is there");
  }

  @Test
  void anUnknownHomeMakesNoFolder() throws Exception {
    assertFresh(jvm("-Duser.home=?").load(), "the home folder is unknown");
    assertFresh(jvm("-Duser.home=").load(), "the home folder is unknown");
    assertFresh(jvm("-Duser.home=x").load(), "\"x\" is not an absolute folder");
    Path absent = root.resolve("absent");
    assertFresh(
        jvm("-Duser.home=" + absent).load(), "the home folder " + absent + " does not exist");
    assertTrue(Files.notExists(absent));
  }

  @Test
  void aHomeThatOthersCanWriteIsNotUsed() throws Exception {
    Files.setAttribute(home, "unix:mode", 0777);
    assertFresh(jvm().load(), home + " can be written by others (mode 777)");
    Files.setAttribute(home, "unix:mode", 0755);
    Path cache = Files.createDirectories(home.resolve(".javacpp/cache"));
    Files.setAttribute(cache, "unix:mode", 0775);
    assertFresh(jvm().load(), cache + " can be written by others (mode 775)");
  }

  @Test
  void withoutAPlaceForAFreshFolderNothingIsLoaded() throws Exception {
    Files.setAttribute(tmp, "unix:mode", 0777);
    String remedy =
        ". Set -Dorg.bytedeco.javacpp.cachedir to an absolute folder that is yours and that only"
            + " you can write";
    assertDeclined(
        jvm("-Duser.home=?").load(),
        "there is no folder for native libraries: the home folder is unknown; "
            + tmp
            + " can be written by others (mode 777)"
            + remedy);
    Files.setAttribute(tmp, "unix:mode", 01777);
    assertFresh(jvm("-Duser.home=?").load(), "the home folder is unknown");
    // The JVM itself complains of such a folder.
    Result relative = jvm("-Duser.home=?", "-Djava.io.tmpdir=x").load();
    assertEquals(
        "there is no folder for native libraries: the home folder is unknown; \"x\" is not an"
            + " absolute folder"
            + remedy,
        relative.value("reason"));
    assertEquals(List.of(), content(work));
  }

  @Test
  void aFolderThatWasAskedForIsNeverReplaced() throws Exception {
    Path open = Files.createDirectory(root.resolve("open"));
    Files.setAttribute(open, "unix:mode", 0777);
    Path file = Files.createFile(root.resolve("file"));
    for (String property : List.of("cachedir", "cacheDir")) {
      String name = "-Dorg.bytedeco.javacpp." + property;
      String start = "the folder of " + name + " is not used for native libraries: ";
      String end = ". Give it an absolute folder that is yours and that only you can write";
      assertDeclined(
          jvm(name + "=" + open).load(),
          start + open + " can be written by others (mode 777)" + end);
      assertDeclined(jvm(name + "=x/y").load(), start + "\"x/y\" is not an absolute folder" + end);
      assertDeclined(jvm(name + "=").load(), start + "\"\" is not an absolute folder" + end);
      assertDeclined(jvm(name + "=" + file).load(), start + file + " is not a folder" + end);
      assertEquals(List.of(), content(home));
      assertEquals(List.of(), content(open));
    }
    Path missing = root.resolve("new/cache");
    Result result = jvm("-Dorg.bytedeco.javacpp.cachedir=" + missing).load();
    assertLoaded(result);
    assertTrue(result.value("file").startsWith(missing + "/"), result.toString());
    assertEquals("null", result.value("note"));
    assertEquals(List.of(), content(home));
    assertEquals(List.of(), content(tmp));
  }
}
