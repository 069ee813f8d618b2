package org.gradcore.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes bytes as damage, carelessness and malice do. */
final class Mutations {
  /** What means something to one of the readers. */
  private static final String[] WORDS = {
    "1e999",
    "-1e-999",
    "-0",
    "0x1p3",
    "NaN",
    "inf",
    "NA",
    "?",
    "1,5",
    "1.5.5",
    "--1",
    "+",
    ".",
    ":",
    "1:",
    ":1",
    "1:1",
    "0:1",
    "-1:1",
    "2147483647:1",
    "99999999999999999999",
    "qid:1",
    "#",
    "\"",
    "\"\"",
    "\",\"",
    ",",
    ";",
    "\t",
    " ",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\u0000",
    "\ufeff",
    "é",
    "\ud83d\ude00",
    "\u2028",
    "<html>",
    "BZh91AY&SY",
    "PK\u0003\u0004",
    "{",
    "[",
    "}",
    "]",
    "null",
    "1e400",
    "@relation",
    "sep=;",
    "0,1,2,3,4",
    "1 |f a:1",
    "0,2 1:1"
  };

  private static final int[] NUMBERS = {
    0, 1, -1, 2, 7, 255, 256, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30
  };

  private Mutations() {}

  /** One change, or some more. */
  static byte[] mutate(byte[] bytes, RandomGenerator random) {
    byte[] result = bytes.clone();
    do {
      result = once(result, random);
    } while (random.nextInt(3) == 0);
    return result;
  }

  private static byte[] once(byte[] bytes, RandomGenerator random) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(1, 7)));
    switch (random.nextInt(9)) {
      case 0 -> {
        return replace(bytes, at, end, new byte[0]);
      }
      case 1 -> { // doubled, perhaps often
        byte[] part = Arrays.copyOfRange(bytes, at, end);
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        for (int i = random.nextInt(4) == 0 ? random.nextInt(300) : 1; i >= 0; i--) {
          more.writeBytes(part);
        }
        return replace(bytes, at, end, more.toByteArray());
      }
      case 2 -> {
        byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
        return replace(bytes, at, random.nextBoolean() ? at : end, word);
      }
      case 3 -> {
        return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      }
      case 4 -> { // moved
        byte[] part = Arrays.copyOfRange(bytes, at, end);
        byte[] without = replace(bytes, at, end, new byte[0]);
        int to = random.nextInt(without.length + 1);
        return replace(without, to, to, part);
      }
      case 5 -> {
        byte[] number = new byte[Integer.BYTES];
        ByteBuffer.wrap(number).putInt(NUMBERS[random.nextInt(NUMBERS.length)]);
        return replace(bytes, at, Math.min(bytes.length, at + Integer.BYTES), number);
      }
      case 6 -> {
        byte[] noise = new byte[random.nextInt(1, 9)];
        random.nextBytes(noise);
        return replace(bytes, at, Math.min(bytes.length, at + noise.length), noise);
      }
      default -> {
        if (at < bytes.length) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
      }
    }
  }

  private static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }
}
