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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.CsvOptions.Header;
import org.gradcore.data.DataDescription;
import org.gradcore.data.IdxOptions;
import org.gradcore.data.LibsvmOptions;
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

  /** {@link #small()} as version 1 of the format wrote it. */
  private static final String VERSION_1 =
      "8947434d0d0a1a0a000000010000000000000098020001000000010000000200000000000000003ff0000000000000"
          + "00000002000000026a61000000086e65696e2c20c3b6000000013fe0000000000000000000014000000000000000"
          + "000000043ff0000000000000c00000000000000001c01297d23ab683800000000000000000000002000000066570"
          + "6f63687300000001350000000d6c6561726e696e67207261746500000003302e31f833c93e";

  /** Models that know their data, read in every way. */
  private static List<LinearModel> described() {
    CsvOptions csv = CsvOptions.DEFAULT.withDelimiter(';').withSkipLines(3);
    List<String> names = List.of("längde", "");
    return List.of(
        described(new DataDescription(names, "ynå", List.of(), csv.withTarget("ynå"))),
        described(
            new DataDescription(names, "", List.of(), csv.withHeader(Header.YES).withTarget(-2))),
        described(new DataDescription(List.of(), "", List.of(), csv.withNoTarget())),
        described(
            new DataDescription(List.of(), "", List.of(), csv.withLabels(CsvOptions.Labels.TEXT))),
        described(new DataDescription(List.of(), "", List.of(1, 2), new IdxOptions(1 / 255.0))),
        described(new DataDescription(List.of(), "", List.of(), new LibsvmOptions(2))),
        described(DataDescription.named(names, "y")));
  }

  private static LinearModel described(DataDescription data) {
    return new LinearModel(
        Kind.LOGISTIC,
        Element.FLOAT,
        2,
        false,
        new ClassLabels(new double[] {-1, 1}, List.of()),
        new double[0],
        new double[0],
        new double[] {1, 2},
        data,
        new Baseline(-1),
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
    assertEquals(a.data(), b.data());
    assertEquals(a.baseline(), b.baseline());
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
    for (LinearModel model : described()) {
      ModelFile.save(file, model);
      same(model, ModelFile.load(file));
    }
    ModelFile.save(file, small());
    byte[] first = Files.readAllBytes(file);
    ModelFile.save(file, small());
    assertArrayEquals(first, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void readsVersion1() throws IOException {
    Path file = folder.resolve("old.model");
    Files.write(file, HexFormat.of().parseHex(VERSION_1));
    LinearModel old = ModelFile.load(file);
    same(small(), old);
    assertEquals(DataDescription.NONE, old.data());
    assertFalse(old.baseline().known());
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
    for (LinearModel model : Stream.concat(Stream.of(small()), described().stream()).toList()) {
      everyForgedByte(model);
    }
  }

  private void everyForgedByte(LinearModel model) throws IOException {
    Path file = folder.resolve("a.model");
    ModelFile.save(file, model);
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
    newer[11] = 3;
    seal(newer);
    String expected = "format version 3, expected versions 1 to 2";
    assertTrue(refused(newer).getMessage().contains(expected));
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
