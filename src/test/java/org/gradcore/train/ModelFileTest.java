package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.gradcore.train.LinearModel.Element;
import org.gradcore.train.LinearModel.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final int HEADER = 20;

  @TempDir Path folder;

  private static LinearModel small() {
    return new LinearModel(
        Kind.SOFTMAX,
        Element.FLOAT,
        1,
        true,
        new ClassLabels(new double[] {0, 1}, List.of("ja", "nein, ö")),
        new double[] {0.5},
        new double[] {2},
        new double[] {1, -2, 3e-300, -0.0},
        Map.of("learning rate", "0.1", "epochs", "5"));
  }

  private static LinearModel linear() {
    return new LinearModel(
        Kind.LINEAR,
        Element.DOUBLE,
        2,
        false,
        ClassLabels.NONE,
        new double[0],
        new double[0],
        new double[] {1, 2},
        Map.of());
  }

  private static void same(LinearModel a, LinearModel b) {
    assertEquals(a.kind(), b.kind());
    assertEquals(a.element(), b.element());
    assertEquals(a.features(), b.features());
    assertEquals(a.intercept(), b.intercept());
    assertArrayEquals(a.labels().values(), b.labels().values());
    assertEquals(a.labels().names(), b.labels().names());
    assertArrayEquals(a.means(), b.means());
    assertArrayEquals(a.scales(), b.scales());
    assertArrayEquals(a.parameters(), b.parameters());
    assertEquals(a.metadata(), b.metadata());
  }

  private ModelFormatException refused(byte[] bytes) throws IOException {
    Path file = folder.resolve("damaged.model");
    Files.write(file, bytes);
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> ModelFile.load(file));
    assertTrue(e.getMessage().startsWith(file + ": found "), e.getMessage());
    assertTrue(e.getMessage().contains(", expected "), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e;
  }

  @Test
  void roundTrip() throws IOException {
    Path file = folder.resolve("a.model");
    for (LinearModel model : List.of(small(), linear(), small())) {
      ModelFile.save(file, model); // the second and third replace
      same(model, ModelFile.load(file));
    }
    byte[] first = Files.readAllBytes(file);
    ModelFile.save(file, small());
    assertArrayEquals(first, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void everyTruncation() throws IOException {
    Path file = folder.resolve("a.model");
    ModelFile.save(file, small());
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      refused(Arrays.copyOf(bytes, length));
    }
    refused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void everyChangedByte() throws IOException {
    Path file = folder.resolve("a.model");
    ModelFile.save(file, small());
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      for (int change : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) change;
        refused(damaged);
      }
    }
  }

  /** Whatever the payload says, with a checksum that is right, is a model or one clear error. */
  @Test
  void everyForgedByte() throws IOException {
    Path file = folder.resolve("a.model");
    ModelFile.save(file, small());
    byte[] bytes = Files.readAllBytes(file);
    int loaded = 0;
    for (int i = HEADER; i < bytes.length - 4; i++) {
      for (int value : new int[] {0, 1, 2, 0x40, 0x7f, 0x80, 0xff}) {
        byte[] forged = bytes.clone();
        forged[i] = (byte) value;
        seal(forged);
        Path forgedFile = folder.resolve("forged.model");
        Files.write(forgedFile, forged);
        try {
          ModelFile.load(forgedFile);
          loaded++;
        } catch (ModelFormatException e) {
          assertTrue(e.getMessage().contains("found"), e.getMessage());
        }
      }
    }
    assertTrue(loaded > 0); // other numbers are other models
    for (int end = HEADER; end < bytes.length - 4; end++) {
      byte[] shorter = Arrays.copyOf(bytes, end + 4);
      ByteBuffer.wrap(shorter).putLong(12, end - HEADER);
      seal(shorter);
      refused(shorter);
    }
  }

  private static void seal(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
  }

  @Test
  void messages() throws IOException {
    Path file = folder.resolve("a.model");
    ModelFile.save(file, small());
    byte[] bytes = Files.readAllBytes(file);
    assertTrue(refused(new byte[0]).getMessage().contains("found 0 bytes"));
    byte[] text = "this is a text file, not a model".getBytes(StandardCharsets.UTF_8);
    assertTrue(refused(text).getMessage().contains("another kind of file"));
    byte[] newer = bytes.clone();
    newer[11] = 2;
    seal(newer);
    assertTrue(refused(newer).getMessage().contains("format version 2, expected version 1"));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 7);
    assertTrue(refused(cut).getMessage().contains("cut short or damaged"));
    byte[] flipped = bytes.clone();
    flipped[HEADER + 9] ^= 1;
    assertTrue(refused(flipped).getMessage().contains("checksum"));
    byte[] huge = bytes.clone();
    ByteBuffer.wrap(huge).putLong(12, Long.MAX_VALUE);
    assertTrue(refused(huge).getMessage().contains("cut short or damaged"));
    assertThrows(NoSuchFileException.class, () -> ModelFile.load(folder.resolve("none")));
  }

  /** A save that fails leaves neither a temporary file nor anything else. */
  @Test
  void failedSave() throws IOException {
    assertThrows(
        IOException.class, () -> ModelFile.save(folder.resolve("no/such/folder"), small()));
    Path occupied = Files.createDirectories(folder.resolve("occupied/inside")).getParent();
    assertThrows(IOException.class, () -> ModelFile.save(occupied, small()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(occupied), files.toList());
    }
  }
}
