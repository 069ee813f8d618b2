package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatIdxReaderTest {
  private static final byte[] LABELS = idx(0x08, new int[] {2}, new double[] {3, 255});
  private static final double[] PIXELS = {0, 1, 2, 127, 128, 255};
  private static final byte[] IMAGES = idx(0x08, new int[] {2, 3, 1}, PIXELS);

  private static byte[] idx(int type, int[] dimensions, double[] elements) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * dimensions.length + 8 * elements.length);
    out.putShort((short) 0).put((byte) type).put((byte) dimensions.length);
    for (int dimension : dimensions) {
      out.putInt(dimension);
    }
    for (double element : elements) {
      switch (type) {
        case 0x08, 0x09 -> out.put((byte) (int) element);
        case 0x0b -> out.putShort((short) element);
        case 0x0c -> out.putInt((int) element);
        case 0x0d -> IdxBytes.putSingle(out, element);
        default -> out.putDouble(element);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static FloatDataset read(byte[] images, byte[] labels, IdxOptions options)
      throws IOException {
    return FloatIdxReader.read(
        new ByteArrayInputStream(images),
        "images",
        labels == null ? null : new ByteArrayInputStream(labels),
        "labels",
        options);
  }

  private static void assertError(String message, byte[] images, byte[] labels) {
    assertEquals(
        message,
        assertThrows(DataFormatException.class, () -> read(images, labels, IdxOptions.DEFAULT))
            .getMessage());
  }

  @Test
  void readsImagesAndLabels() throws IOException {
    FloatDataset data = read(IMAGES, LABELS, IdxOptions.DEFAULT);
    assertEquals(2, data.rows());
    assertEquals(3, data.columns());
    assertArrayEquals(new float[] {3, 255}, data.targets());
    assertArrayEquals(
        new float[] {0, 1, 2, 127, 128, 255}, ((FloatDenseMatrix) data.features()).values());
    data = read(Bytes.gzip(IMAGES), Bytes.gzip(LABELS), new IdxOptions(1 / 255.0));
    assertArrayEquals(new float[] {3, 255}, data.targets());
    assertEquals(1, data.features().toDense().get(1, 2));
    assertEquals((float) (127 * (1 / 255.0)), data.features().toDense().get(1, 0));
    assertFalse(read(IMAGES, null, IdxOptions.DEFAULT).hasTargets());
    assertThrows(IllegalArgumentException.class, () -> new IdxOptions(0));
    assertThrows(IllegalArgumentException.class, () -> new IdxOptions(Double.NaN));
  }

  @Test
  void readsEveryElementType() throws IOException {
    double[] signed = {0, -1, 2, 127, -128, 100};
    double[] shorts = {0, -1, 2, 32767, -32768, 100};
    double[] ints = {0, -1, 2, 1 << 24, -(1 << 30), 100};
    double[] fractions = {0, -1.5, 2.25, 1e30f, -1e-30f, 100};
    Object[][] cases = {
      {0x09, signed}, {0x0b, shorts}, {0x0c, ints}, {0x0d, single(fractions)}, {0x0e, fractions}
    };
    for (Object[] c : cases) {
      double[] elements = (double[]) c[1];
      FloatDataset data =
          read(idx((int) c[0], new int[] {3, 2}, elements), null, IdxOptions.DEFAULT);
      for (int i = 0; i < elements.length; i++) {
        assertEquals((float) elements[i], ((FloatDenseMatrix) data.features()).values()[i]);
      }
    }
    assertError(
        "images: row 1, column 2: found NaN, expected a finite number",
        idx(0x0e, new int[] {1, 2}, new double[] {1, Double.NaN}),
        null);
    assertEquals(
        "images: row 1: found 1.0E308, expected a number in the range of" + " float",
        assertThrows(
                DataFormatException.class,
                () ->
                    read(
                        idx(0x0e, new int[] {1, 1}, new double[] {1e308}),
                        null,
                        new IdxOptions(1e10)))
            .getMessage());
  }

  private static double[] single(double[] values) {
    return Arrays.stream(values).map(IdxBytes::single).toArray();
  }

  @Test
  void refusesWithOneLine() {
    String magic =
        ", expected 00 00, an element type from 08 to 0e and a number of dimensions (IDX)";
    assertError("images: found no bytes" + magic, new byte[0], null);
    assertError("images: found the first bytes 00 00 08" + magic, new byte[] {0, 0, 8}, null);
    assertError("images: found the first bytes 31 20 31 3a" + magic, "1 1:2\n".getBytes(), null);
    assertError("images: found the first bytes 00 00 0a 03" + magic, with(IMAGES, 2, 0x0a), null);
    assertError("images: found the first bytes 00 00 08 00" + magic, with(IMAGES, 3, 0), null);
    assertError(
        "images: found the end inside the header, expected 3 dimensions",
        Arrays.copyOf(IMAGES, 9),
        null);
    assertError(
        "images: found dimension -16777214, expected dimensions of at least 0",
        with(IMAGES, 4, 0xff),
        null);
    assertError(
        "images: found more than 2147483639 values, expected at most 2147483639 in one data set",
        with(with(IMAGES, 4, 0x7f), 8, 0x7f),
        null);
    assertError(
        "images: found the end after 5 values, expected 6 values, as the header says",
        Arrays.copyOf(IMAGES, IMAGES.length - 1),
        null);
    // A header may claim gigabytes; that costs nothing before they arrive.
    assertError(
        "images: found the end after 6 values, expected 2113929222 values, as the header says",
        with(IMAGES, 4, 0x2a, 0x00, 0x00, 0x02),
        null);
    assertError(
        "images: found more bytes after 6 values, expected the end, as the header says",
        Arrays.copyOf(IMAGES, IMAGES.length + 1),
        null);
    assertError(
        "images: found 2 rows, expected 3 rows, as many as labels in labels",
        IMAGES,
        idx(0x08, new int[] {3}, new double[3]));
    assertError("labels: found 3 dimensions, expected 1 dimension (labels)", IMAGES, IMAGES);
    assertError(
        "images: found 1 dimension, expected at least 2 dimensions (rows and features)",
        LABELS,
        null);
    assertError(
        "images: found a dimension of 0, so no values, expected some values",
        idx(0x08, new int[] {0, 3}, new double[0]),
        null);
  }

  private static byte[] with(byte[] bytes, int at, int... values) {
    byte[] result = bytes.clone();
    for (int i = 0; i < values.length; i++) {
      result[at + i] = (byte) values[i];
    }
    return result;
  }

  @Test
  void readsMoreThanOneChunk() throws IOException {
    RandomGenerator random = Seeds.random(0);
    double[] elements = random.doubles(3 * 70_001).toArray();
    byte[] bytes = idx(0x0e, new int[] {70_001, 3}, elements);
    float[] values =
        ((FloatDenseMatrix) read(Bytes.gzip(bytes), null, IdxOptions.DEFAULT).features()).values();
    for (int i = 0; i < elements.length; i++) {
      assertEquals((float) elements[i], values[i]);
    }
  }

  @Test
  void readsFilesAndNamesThem(@TempDir Path folder) throws IOException {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels");
    Files.write(images, Bytes.gzip(IMAGES));
    Files.write(labels, LABELS);
    assertEquals(2, FloatIdxReader.read(images, labels).rows());
    assertFalse(FloatIdxReader.read(images, null, IdxOptions.DEFAULT).hasTargets());
    Files.write(labels, idx(0x08, new int[] {1}, new double[1]));
    assertEquals(
        images + ": found 2 rows, expected 1 rows, as many as labels in " + labels,
        assertThrows(DataFormatException.class, () -> FloatIdxReader.read(images, labels))
            .getMessage());
  }

  @Test
  void neverGivesAnythingButDataOrAnExplanation() throws IOException {
    int read = 0;
    for (int run = 1; run <= 8_000; run++) {
      RandomGenerator random = Seeds.random(run);
      byte[] images = idx(random.nextInt(8, 15), new int[] {2, 3, 1}, PIXELS);
      byte[] labels = LABELS;
      if (run % 2 == 0) {
        labels = Bytes.mutate(labels, random, "\0\1\2\u0008");
      } else {
        images = Bytes.mutate(images, random, "\0\1\2\u0008");
      }
      try {
        read(images, labels, IdxOptions.DEFAULT);
        read++;
      } catch (DataFormatException e) {
        assertEquals(1, e.getMessage().lines().count(), () -> e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError(Seeds.describe(run), e);
      }
    }
    assertTrue(read > 400 && read < 7_600, read + " of 8000 mutants read");
  }
}
