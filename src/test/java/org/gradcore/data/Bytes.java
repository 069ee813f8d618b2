package org.gradcore.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/** Byte streams for tests. */
final class Bytes {
  private Bytes() {}

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] concatenate(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Gzip in one to three members, cut anywhere. */
  static byte[] gzipMembers(byte[] bytes, RandomGenerator random) {
    int first = random.nextInt(bytes.length + 1);
    int second = random.nextInt(first, bytes.length + 1);
    return switch (random.nextInt(3)) {
      case 0 -> gzip(bytes);
      case 1 ->
          concatenate(
              gzip(Arrays.copyOf(bytes, first)),
              gzip(Arrays.copyOfRange(bytes, first, bytes.length)));
      default ->
          concatenate(
              gzip(Arrays.copyOf(bytes, first)),
              gzip(Arrays.copyOfRange(bytes, first, second)),
              gzip(Arrays.copyOfRange(bytes, second, bytes.length)));
    };
  }

  /** A stream that gives a few bytes at a time and never says how many are available. */
  static InputStream trickle(byte[] bytes, RandomGenerator random) {
    return new InputStream() {
      private int position;

      @Override
      public int read() {
        return position < bytes.length ? bytes[position++] & 0xff : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (position == bytes.length) {
          return -1;
        }
        int count = Math.min(Math.min(length, bytes.length - position), 1 + random.nextInt(7));
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
      }
    };
  }

  /** A few bytes changed, removed, doubled or cut off. */
  static byte[] mutate(byte[] bytes, RandomGenerator random, String alphabet) {
    byte[] result = bytes.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && result.length > 0; i++) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(5)) {
        case 0 -> result[at] = (byte) random.nextInt(256);
        case 1 -> result[at] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        case 2 -> {
          int end = Math.min(result.length, at + 1 + random.nextInt(8));
          result =
              concatenate(
                  Arrays.copyOf(result, at), Arrays.copyOfRange(result, end, result.length));
        }
        case 3 -> {
          int end = Math.min(result.length, at + 1 + random.nextInt(20));
          result =
              concatenate(
                  Arrays.copyOf(result, end), Arrays.copyOfRange(result, at, result.length));
        }
        default -> {
          if (random.nextInt(8) == 0) {
            result = Arrays.copyOf(result, at);
          } else {
            result[at] ^= (byte) (1 << random.nextInt(8));
          }
        }
      }
    }
    return result;
  }
}
