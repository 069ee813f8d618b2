package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  @TempDir private Path folder;

  /** Whatever was looked at is still read, once, however slowly it comes. */
  @Test
  void isLookedAtAndThenReadWhole() throws IOException {
    for (int run = 0; run < 40; run++) {
      RandomGenerator random = Seeds.random(run);
      byte[] bytes = new byte[random.nextInt(3 * Source.SAMPLE)];
      random.nextBytes(bytes);
      boolean gzip = bytes.length == 0 || bytes[0] == 0x1f || random.nextBoolean();
      byte[] written = gzip ? Bytes.gzipMembers(bytes, random) : bytes;
      try (Source source = Source.of(Bytes.trickle(written, random), "pipe")) {
        assertEquals(Math.min(bytes.length, Source.SAMPLE), source.start().length);
        assertArrayEquals(bytes, source.bytes().readAllBytes(), Seeds.describe(run));
        assertThrows(IllegalStateException.class, source::bytes);
      }
    }
  }

  @Test
  void leavesOutTheByteOrderMark() throws IOException {
    byte[] marked = "\ufeff1,2\n".getBytes(StandardCharsets.UTF_8);
    for (byte[] bytes : new byte[][] {marked, Bytes.gzip(marked)}) {
      try (Source source = Source.of(new ByteArrayInputStream(bytes), "a.csv")) {
        assertEquals("1,2\n", new String(source.bytes().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void detectsAndReadsAPipeOfManyRows() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(i % 7).append('.').append(i % 10).append(",1,").append(i % 2).append('\n');
    }
    InputStream pipe =
        Bytes.trickle(text.toString().getBytes(StandardCharsets.UTF_8), Seeds.random(0));
    try (Source source = Source.of(pipe, "pipe")) {
      assertEquals(DataFormat.CSV, DataFormat.detect(source));
      assertEquals(20_000, DoubleCsvReader.read(source, CsvOptions.DEFAULT).rows());
    }
  }

  @Test
  void aFolderIsNoFile() {
    DataFormatException e = assertThrows(DataFormatException.class, () -> Source.open(folder));
    assertEquals(folder + ": found a folder, expected a file", e.getMessage());
  }

  @Test
  void decompressedDataHaveALimit() throws IOException {
    String before = System.getProperty("gradcore.limit.decompressed");
    System.setProperty("gradcore.limit.decompressed", "1000");
    try {
      assertEquals(1000, decompressed(1000));
      DataFormatException e = assertThrows(DataFormatException.class, () -> decompressed(1001));
      assertTrue(
          e.getMessage().startsWith("a.gz: found gzip data that hold more than 1000 bytes, "),
          e.getMessage());
    } finally {
      if (before == null) {
        System.clearProperty("gradcore.limit.decompressed");
      } else {
        System.setProperty("gradcore.limit.decompressed", before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"16m", "0", "-1", "", "99999999999999999999"})
  void aLimitIsANumberOfBytes(String value) {
    System.setProperty("gradcore.limit.line", value);
    try {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Source.longestLine());
      assertEquals(
          "-Dgradcore.limit.line=" + value + ": a whole number of bytes is needed, at least 1",
          e.getMessage());
      System.setProperty("gradcore.limit.line", "020");
      assertEquals(20, Source.longestLine());
    } finally {
      System.clearProperty("gradcore.limit.line");
    }
  }

  private static int decompressed(int length) throws IOException {
    byte[] gzip = Bytes.gzip(new byte[length]);
    try (Source source = Source.of(new ByteArrayInputStream(gzip), "a.gz")) {
      return source.bytes().readAllBytes().length;
    }
  }
}
