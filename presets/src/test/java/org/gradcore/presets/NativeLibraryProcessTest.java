package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.gradcore.presets.ChildJvm.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loading the native library as processes do: damaged copies, two at once, two builds, two loaders.
 */
class NativeLibraryProcessTest {
  @TempDir Path root;
  private Path cache;

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(NativeLibrary.load().loaded(), () -> NativeLibrary.load().reason());
    cache = root.resolve("cache");
  }

  private ChildJvm jvm() {
    return new ChildJvm().with("-Dorg.bytedeco.javacpp.cachedir=" + cache);
  }

  private static Result assertLoaded(Result result) {
    assertEquals(0, result.status(), result.toString());
    assertEquals("true", result.value("loaded"), result.toString());
    assertTrue(result.value("blas").contains("OpenBLAS"), result.toString());
    return result;
  }

  private List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void damagedLibrariesAreReplaced() throws Exception {
    assertLoaded(jvm().load());
    List<Path> libraries = libraries();
    assertTrue(libraries.size() >= 2, libraries.toString());
    List<byte[]> good = new ArrayList<>();
    for (Path library : libraries) {
      good.add(Files.readAllBytes(library));
    }
    // The same size and time: one byte of each changed, then nothing but zeros.
    for (int damage = 0; damage < 2; damage++) {
      for (int i = 0; i < libraries.size(); i++) {
        FileTime time = Files.getLastModifiedTime(libraries.get(i));
        byte[] bytes = damage == 0 ? good.get(i).clone() : new byte[good.get(i).length];
        bytes[bytes.length / 2] ^= 1;
        Files.write(libraries.get(i), bytes);
        Files.setLastModifiedTime(libraries.get(i), time);
      }
      assertLoaded(jvm().load());
      assertEquals(libraries, libraries());
      for (int i = 0; i < libraries.size(); i++) {
        assertArrayEquals(good.get(i), Files.readAllBytes(libraries.get(i)));
      }
    }
  }

  @Test
  void severalProcessesLoadAtOnce() throws Exception {
    List<Callable<Result>> starts = List.of(jvm()::load, jvm()::load, jvm()::load);
    try (ExecutorService threads = Executors.newFixedThreadPool(starts.size())) {
      for (var result : threads.invokeAll(starts)) {
        assertLoaded(result.get());
      }
      List<Path> libraries = libraries();
      Files.write(libraries.getLast(), new byte[(int) Files.size(libraries.getLast())]);
      for (var result : threads.invokeAll(starts)) {
        assertLoaded(result.get());
      }
      assertEquals(libraries, libraries());
    }
  }

  @Test
  void twoBuildsOfOneVersionShareACache() throws Exception {
    String first = assertLoaded(jvm().load()).value("file");
    // Another build: the same library with a byte behind its end.
    String name = "org/gradcore/presets/" + Loader.getPlatform();
    Path built =
        Path.of(
            Native.class
                .getResource(Loader.getPlatform() + "/" + Path.of(first).getFileName())
                .toURI());
    Path other = Files.createDirectories(root.resolve("other").resolve(name));
    Path library = Files.copy(built, other.resolve(built.getFileName()));
    Files.write(library, new byte[] {0}, StandardOpenOption.APPEND);
    String path =
        root.resolve("other") + File.pathSeparator + System.getProperty("java.class.path");
    String second = assertLoaded(jvm().classPath(path).load()).value("file");
    assertNotEquals(first, second);
    assertEquals(Path.of(first).getParent().getParent(), Path.of(second).getParent().getParent());
    assertArrayEquals(Files.readAllBytes(library), Files.readAllBytes(Path.of(second)));
    assertEquals(first, assertLoaded(jvm().load()).value("file"));
  }

  @Test
  void aSecondClassLoaderIsToldSo() throws Exception {
    Result result = ChildJvm.run(jvm().builder(TwoClassLoaders.class));
    assertEquals(0, result.status(), result.toString());
    assertEquals("true", result.value("first"), result.toString());
    assertEquals("false", result.value("second"), result.toString());
    String reason = result.value("reason");
    assertTrue(reason.contains("already loaded in another class loader of this JVM"), reason);
    assertTrue(reason.contains("Put gradcore, gradcore-presets, javacpp and openblas"), reason);
    assertEquals("", result.err());
    // Nor does one get a copy of its own where each process has a fresh folder.
    Path tmp = Files.createDirectory(root.resolve("tmp"));
    result =
        ChildJvm.run(
            new ChildJvm()
                .with("-Duser.home=?", "-Djava.io.tmpdir=" + tmp)
                .builder(TwoClassLoaders.class));
    assertEquals("true", result.value("first"), result.toString());
    assertEquals(reason, result.value("reason"), result.toString());
    try (Stream<Path> left = Files.list(tmp)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Loads gradcore twice in one JVM, by loaders that share nothing. */
  static final class TwoClassLoaders {
    private TwoClassLoaders() {}

    public static void main(String[] args) throws Exception {
      List<URL> path = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        path.add(Path.of(entry).toUri().toURL());
      }
      for (String which : List.of("first", "second")) {
        ClassLoader loader =
            new URLClassLoader(
                which, path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Class<?> library = Class.forName(NativeLibrary.class.getName(), true, loader);
        Object status = library.getMethod("load").invoke(null);
        System.out.println(which + "=" + status.getClass().getMethod("loaded").invoke(status));
        if (which.equals("second")) {
          System.out.println("reason=" + status.getClass().getMethod("reason").invoke(status));
        }
      }
    }
  }
}
