package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.MapRule;
import org.gradcore.kernel.ReductionRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every argument of every map and reduction, bad in every way, and no array touched. */
class FloatMapChecksTest {
  private static final int LENGTH = 5;
  private static final int PAD = 3;

  /** A kernel of x and, where it has one, y. */
  record Case(Kernel kernel) {
    boolean isMap() {
      return kernel.family() == Kernel.Family.ELEMENTARY;
    }

    boolean hasY() {
      return isMap() || ReductionRule.of(kernel).binary();
    }

    void run(float[] x, int xOffset, float[] y, int yOffset, int length) {
      Kernels kernels = Kernels.dispatched();
      if (isMap()) {
        kernels.floats().maps().of(kernel).map(0.5f, x, xOffset, y, yOffset, length);
      } else {
        kernels.floats().reductions().of(kernel).reduce(x, xOffset, y, yOffset, length, 0);
      }
    }

    /** Throws what is expected, with these words, and has written nothing. */
    void refuses(
        Class<? extends Throwable> type,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        int length,
        String... words) {
      float[] xBefore = x == null ? null : x.clone();
      float[] yBefore = y == null ? null : y.clone();
      Throwable thrown = assertThrows(type, () -> run(x, xOffset, y, yOffset, length), kernel.id());
      for (String word : words) {
        assertTrue(thrown.getMessage().contains(word), kernel.id() + ": " + thrown.getMessage());
      }
      assertArrayEquals(xBefore, x, kernel.id());
      assertArrayEquals(yBefore, y, kernel.id());
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Kernel.values())
        .filter(
            kernel ->
                kernel.family() == Kernel.Family.ELEMENTARY
                    || kernel.family() == Kernel.Family.REDUCTIONS)
        .map(Case::new);
  }

  private static float[] array() {
    return new float[PAD + LENGTH];
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goodCallsGoThrough(Case c) {
    c.run(array(), PAD, array(), PAD, LENGTH);
    c.run(new float[0], 0, new float[0], 0, 0);
    if (!c.hasY()) {
      c.run(array(), PAD, null, -7, LENGTH);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badArraysAreRefused(Case c) {
    c.refuses(NullPointerException.class, null, 0, array(), PAD, LENGTH, "x must not be null");
    for (int offset : new int[] {-1, Integer.MIN_VALUE}) {
      c.refuses(
          IndexOutOfBoundsException.class,
          array(),
          offset,
          array(),
          PAD,
          LENGTH,
          "xOffset: " + offset);
    }
    for (int offset : new int[] {PAD + 1, Integer.MAX_VALUE}) {
      c.refuses(
          IndexOutOfBoundsException.class,
          array(),
          offset,
          array(),
          PAD,
          LENGTH,
          "x: " + LENGTH + " elements from offset " + offset);
    }
    if (!c.hasY()) {
      return;
    }
    c.refuses(NullPointerException.class, array(), PAD, null, 0, LENGTH, "y must not be null");
    for (int offset : new int[] {-1, Integer.MIN_VALUE}) {
      c.refuses(
          IndexOutOfBoundsException.class,
          array(),
          PAD,
          array(),
          offset,
          LENGTH,
          "yOffset: " + offset);
    }
    for (int offset : new int[] {PAD + 1, Integer.MAX_VALUE}) {
      c.refuses(
          IndexOutOfBoundsException.class,
          array(),
          PAD,
          array(),
          offset,
          LENGTH,
          "y: " + LENGTH + " elements from offset " + offset);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badLengthsAreRefused(Case c) {
    for (int length : new int[] {-1, Integer.MIN_VALUE}) {
      c.refuses(
          IllegalArgumentException.class, array(), PAD, array(), PAD, length, "length: " + length);
    }
    c.refuses(
        IndexOutOfBoundsException.class,
        array(),
        PAD,
        array(),
        PAD,
        Integer.MAX_VALUE,
        "2147483647");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void overlapsAreRefusedWhereOneIsWritten(Case c) {
    boolean updates = c.isMap() && MapRule.of(c.kernel()).updates();
    for (int shift : new int[] {-LENGTH, 1 - LENGTH, -1, 0, 1, LENGTH - 1, LENGTH}) {
      float[] shared = new float[3 * LENGTH];
      int y = LENGTH + shift;
      boolean overlap = Math.abs(shift) < LENGTH;
      if (c.isMap() && overlap && (updates || shift != 0)) {
        c.refuses(
            IllegalArgumentException.class,
            shared,
            LENGTH,
            shared,
            y,
            LENGTH,
            "y and x overlap",
            updates ? "not intersect" : "unless they are the same");
      } else {
        c.run(shared, LENGTH, shared, y, LENGTH);
      }
    }
  }

  @Test
  void otherKernelsAreRefused() {
    Kernels kernels = Kernels.dispatched();
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() != Kernel.Family.ELEMENTARY) {
        assertEquals(
            kernel.id() + " is no map",
            assertThrows(IllegalArgumentException.class, () -> kernels.floats().maps().of(kernel))
                .getMessage());
        assertThrows(IllegalArgumentException.class, () -> MapRule.of(kernel));
      }
      if (kernel.family() != Kernel.Family.REDUCTIONS) {
        assertEquals(
            kernel.id() + " is no reduction",
            assertThrows(
                    IllegalArgumentException.class, () -> kernels.floats().reductions().of(kernel))
                .getMessage());
      }
    }
  }

  /** Each name calls the kernel of that name. */
  @Test
  void namesAreThoseOfTheKernels() {
    FloatArrays arrays = Kernels.dispatched().floatArrays();
    float[] x = {0.5f, -0.25f, 2};
    float[] y = {1, 3, -2};
    assertEquals(0.5 - 0.75 - 4, arrays.dot(x, 0, y, 0, 3));
    assertEquals(2.25, arrays.sum(x, 0, 3));
    assertEquals(0.25 + 0.0625 + 4, arrays.sumOfSquares(x, 0, 3));
    assertEquals(3, arrays.absMax(y, 0, 3));
    arrays.axpy(2, x, 0, y, 0, 3);
    assertArrayEquals(new float[] {2, 2.5f, 2}, y);
    arrays.scale(-2, y, 0, 3);
    assertArrayEquals(new float[] {-4, -5, -4}, y);
    arrays.exp(x, 0, y, 0, 3);
    assertArrayEquals(new float[] {1.6487212f, 0.7788008f, 7.389056f}, y, 1e-6f);
    arrays.log1p(x, 0, y, 0, 3);
    assertArrayEquals(new float[] {0.4054651f, -0.2876821f, 1.0986123f}, y, 1e-6f);
    arrays.tanh(x, 0, y, 0, 3);
    assertArrayEquals(new float[] {0.4621172f, -0.2449187f, 0.9640276f}, y, 1e-6f);
    arrays.sigmoid(x, 0, y, 0, 3);
    assertArrayEquals(new float[] {0.6224593f, 0.4378235f, 0.8807970f}, y, 1e-6f);
    arrays.log(x, 0, y, 0, 3);
    assertArrayEquals(new float[] {-0.6931472f, Float.NaN, 0.6931472f}, y, 1e-6f);
  }
}
