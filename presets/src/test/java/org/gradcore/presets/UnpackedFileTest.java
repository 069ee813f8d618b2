package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFileTest {
  private static final byte[] BYTES = new byte[700_000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(root.resolve("folder"));
  }

  private URL jar(String name, byte[] bytes) throws IOException {
    Path jar = root.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("a/lib.so"));
      entries.write(bytes);
    }
    return URI.create("jar:" + jar.toUri() + "!/a/lib.so").toURL();
  }

  private List<Path> content() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void jarsAndFoldersGiveTheSame() throws IOException {
    Path plain = Files.write(root.resolve("lib.so"), BYTES);
    UnpackedFile fromJar = UnpackedFile.of(jar("x.jar", BYTES));
    UnpackedFile fromFolder = UnpackedFile.of(plain.toUri().toURL());
    assertEquals("lib.so", fromJar.name());
    assertEquals(BYTES.length, fromJar.size());
    assertEquals(fromFolder.size(), fromJar.size());
    assertEquals(fromFolder.crc(), fromJar.crc());
    assertEquals(UnpackedFile.key(List.of(fromFolder)), UnpackedFile.key(List.of(fromJar)));
    Path file = fromJar.in(folder);
    assertEquals(folder.resolve("lib.so"), file);
    assertArrayEquals(BYTES, Files.readAllBytes(file));
    assertEquals(List.of(file), content());
  }

  @Test
  void anotherBuildHasAnotherKey() throws IOException {
    byte[] other = BYTES.clone();
    other[99] ^= 1;
    assertNotEquals(
        UnpackedFile.key(List.of(UnpackedFile.of(jar("x.jar", BYTES)))),
        UnpackedFile.key(List.of(UnpackedFile.of(jar("y.jar", other)))));
  }

  @Test
  void aGoodCopyIsKept() throws IOException {
    UnpackedFile file = UnpackedFile.of(jar("x.jar", BYTES));
    Object first = Files.readAttributes(file.in(folder), BasicFileAttributes.class).fileKey();
    Object second = Files.readAttributes(file.in(folder), BasicFileAttributes.class).fileKey();
    assertEquals(first, second);
  }

  @Test
  void aDamagedCopyIsReplaced() throws IOException {
    UnpackedFile file = UnpackedFile.of(jar("x.jar", BYTES));
    Path copy = file.in(folder);
    FileTime time = Files.getLastModifiedTime(copy);
    byte[] flipped = BYTES.clone();
    flipped[BYTES.length - 1] ^= 4;
    byte[] longer = Arrays.copyOf(BYTES, BYTES.length + 1);
    for (byte[] damaged :
        List.of(flipped, longer, new byte[BYTES.length], new byte[0], new byte[5])) {
      Files.write(copy, damaged);
      Files.setLastModifiedTime(copy, time);
      assertArrayEquals(BYTES, Files.readAllBytes(file.in(folder)));
      assertEquals(List.of(copy), content());
    }
    Files.delete(copy);
    Files.createDirectory(copy);
    IOException e = assertThrows(IOException.class, () -> file.in(folder));
    assertTrue(e.getMessage().contains(copy.toString()), e.getMessage());
    assertEquals(List.of(copy), content());
    Path elsewhere = Files.write(root.resolve("elsewhere"), new byte[BYTES.length]);
    Files.delete(copy);
    Files.createSymbolicLink(copy, elsewhere);
    assertArrayEquals(BYTES, Files.readAllBytes(file.in(folder)), "a link in its place");
    assertArrayEquals(new byte[BYTES.length], Files.readAllBytes(elsewhere));
  }

  @Test
  void aDamagedJarGivesNoCopy() throws IOException {
    UnpackedFile file = UnpackedFile.of(jar("x.jar", BYTES));
    UnpackedFile wrong = new UnpackedFile(file.url(), file.size(), file.crc() ^ 1);
    IOException e = assertThrows(IOException.class, () -> wrong.in(folder));
    assertTrue(e.getMessage().contains("is damaged"), e.getMessage());
    assertEquals(List.of(), content());
  }

  @Test
  void whatKilledProcessesLeftIsDeleted() throws IOException {
    Path old = Files.createFile(folder.resolve("lib.so1.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path recent = Files.createFile(folder.resolve("lib.so2.tmp"));
    UnpackedFile.of(jar("x.jar", BYTES)).in(folder);
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(recent), "another process may be writing it");
  }

  @Test
  void manyAtOnceGetTheSame() throws Exception {
    UnpackedFile file = UnpackedFile.of(jar("x.jar", BYTES));
    List<Callable<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      tasks.add(() -> Files.readAllBytes(file.in(folder)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 50; round++) { // they meet by chance
        for (var result : threads.invokeAll(tasks)) {
          assertArrayEquals(BYTES, result.get());
        }
        assertEquals(List.of(folder.resolve("lib.so")), content());
        Files.delete(folder.resolve("lib.so"));
      }
    }
  }

  @Test
  void anInterruptedThreadUnpacksToo() throws IOException {
    UnpackedFile file = UnpackedFile.of(jar("x.jar", BYTES));
    Thread.currentThread().interrupt();
    try {
      assertArrayEquals(BYTES, Files.readAllBytes(file.in(folder)));
      assertEquals(folder.resolve("lib.so"), file.in(folder));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
