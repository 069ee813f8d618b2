package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GunzipStreamTest {
  private static final byte[] TEXT =
      "1 1:2 3:4\n2 5:6\n".repeat(9).getBytes(StandardCharsets.UTF_8);

  private static byte[] read(byte[] bytes) throws IOException {
    try (Source source = Source.of(new ByteArrayInputStream(bytes), "a.gz")) {
      return source.bytes().readAllBytes();
    }
  }

  private static String error(byte[] bytes) {
    return assertThrows(DataFormatException.class, () -> read(bytes)).getMessage();
  }

  @Test
  void readsMembersOfEverySize() throws IOException {
    for (int run = 0; run < 60; run++) {
      RandomGenerator random = Seeds.random(run);
      byte[] bytes = new byte[random.nextInt(200_000)];
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, bytes.length / 2, (byte) 'a');
      try (Source source =
          Source.of(Bytes.trickle(Bytes.gzipMembers(bytes, random), random), "a.gz")) {
        assertArrayEquals(bytes, source.bytes().readAllBytes(), Seeds.describe(run));
      }
    }
  }

  @Test
  void readsByteByByteAndWhatIsNotCompressed() throws IOException {
    try (Source source = Source.of(new ByteArrayInputStream(Bytes.gzip(TEXT)), "a.gz")) {
      InputStream in = source.bytes();
      for (byte b : TEXT) {
        assertEquals(b, in.read());
      }
      assertEquals(-1, in.read());
      assertEquals(-1, in.read());
    }
    assertArrayEquals(TEXT, read(TEXT));
    assertArrayEquals(new byte[] {0x1f}, read(new byte[] {0x1f}));
    assertArrayEquals(new byte[0], read(new byte[0]));
  }

  @Test
  void readsHeadersWithAllFields() throws IOException {
    byte[] gzip = Bytes.gzip(TEXT);
    byte[] head = Arrays.copyOf(gzip, 10);
    head[3] = 2 + 4 + 8 + 16;
    byte[] fields = {3, 0, 9, 9, 9, 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
    assertArrayEquals(
        TEXT, read(Bytes.concatenate(head, fields, Arrays.copyOfRange(gzip, 10, gzip.length))));
  }

  @Test
  void refusesEveryTruncation() {
    byte[] one = Bytes.gzip(TEXT);
    for (int length = 2; length < one.length; length++) {
      assertEquals(
          "a.gz: found the end of the file inside gzip data, expected complete gzip data",
          error(Arrays.copyOf(one, length)));
    }
    byte[] two = Bytes.concatenate(one, one);
    for (int length = one.length + 1; length < two.length; length++) {
      assertEquals(
          "a.gz: found the end of the file inside gzip data, expected complete gzip data",
          error(Arrays.copyOf(two, length)));
    }
  }

  @Test
  void refusesDamage() throws IOException {
    byte[] gzip = Bytes.gzip(TEXT);
    assertArrayEquals(TEXT, read(Bytes.concatenate(gzip, new byte[100_000]))); // tape padding
    assertEquals(
        "a.gz: found other bytes after the gzip data, expected complete gzip data",
        error(Bytes.concatenate(gzip, new byte[7], new byte[] {1})));
    assertEquals(
        "a.gz: found other bytes after the gzip data, expected complete gzip data",
        error(Bytes.concatenate(gzip, TEXT)));
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 8] ^= 1;
    assertEquals(
        "a.gz: found gzip data that does not match its checksum, expected complete gzip data",
        error(damaged));
    damaged = gzip.clone();
    damaged[10] = 7; // a block type that does not exist
    assertTrue(error(damaged).startsWith("a.gz: found damaged gzip data ("));
    damaged = gzip.clone();
    damaged[2] = 7;
    assertEquals(
        "a.gz: found gzip compression method 7, expected complete gzip data", error(damaged));
  }
}
