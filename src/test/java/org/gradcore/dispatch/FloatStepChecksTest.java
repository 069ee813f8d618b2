package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.StepRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every array of every optimizer step, bad in every way, and no array touched. */
class FloatStepChecksTest {
  private static final int LENGTH = 5;
  private static final int PAD = 3;

  /** Sets one array of a call. */
  private record Array(String name, Setter setter) {}

  private interface Setter {
    void set(FloatStep call, float[] array, int offset);
  }

  /** A rule with one setting of its flags. */
  record Case(Kernel kernel, int flags) {
    List<Array> arrays() {
      List<Array> arrays = new ArrayList<>();
      arrays.add(new Array("param", FloatStep::param));
      arrays.add(new Array("gradient", FloatStep::gradient));
      StepRule rule = StepRule.of(kernel);
      for (int i = 0; i < rule.states().size(); i++) {
        if (rule.has(i, flags)) {
          int index = i;
          arrays.add(new Array(rule.states().get(i).name(), (c, a, o) -> c.state(index, a, o)));
        }
      }
      return arrays;
    }

    /** A good call, with all its arrays, each from PAD on. */
    FloatStep call(List<float[]> kept) {
      FloatStep call = new FloatStep(kernel, LENGTH).flags(flags);
      for (Array array : arrays()) {
        float[] values = new float[PAD + LENGTH];
        array.setter().set(call, values, PAD);
        kept.add(values);
      }
      for (int i = 0; i < call.rule().scalars().size(); i++) {
        call.scalar(i, 0.5f);
      }
      return call;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Kernel.values())
        .filter(kernel -> kernel.family() == Kernel.Family.OPTIMIZERS)
        .flatMap(
            kernel ->
                Stream.iterate(0, f -> f + 1)
                    .limit(1L << StepRule.of(kernel).flags().size())
                    .map(flags -> new Case(kernel, flags)));
  }

  /** Throws what is expected, names the array, and has written nothing. */
  private static void refused(
      Case c, Consumer<FloatStep> bad, Class<? extends Throwable> type, String... parts) {
    List<float[]> arrays = new ArrayList<>();
    FloatStep call = c.call(arrays);
    bad.accept(call);
    Throwable thrown = assertThrows(type, () -> Kernels.dispatched().step(call), "" + c);
    for (String part : parts) {
      assertTrue(thrown.getMessage().contains(part), c + ": " + thrown.getMessage());
    }
    for (float[] array : arrays) {
      assertArrayEquals(new float[array.length], array, "" + c);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goodCallsGoThrough(Case c) {
    FloatStep call = c.call(new ArrayList<>());
    Kernels.dispatched().step(call);
    FloatStep empty = new FloatStep(c.kernel(), 0).flags(c.flags());
    c.arrays().forEach(array -> array.setter().set(empty, new float[0], 0));
    Kernels.dispatched().step(empty);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badArraysAreRefused(Case c) {
    for (Array array : c.arrays()) {
      refused(
          c, call -> array.setter().set(call, null, 0), NullPointerException.class, array.name());
      for (int offset : new int[] {-1, Integer.MIN_VALUE}) {
        refused(
            c,
            call -> array.setter().set(call, new float[LENGTH + PAD], offset),
            IndexOutOfBoundsException.class,
            array.name() + "Offset: " + offset);
      }
      for (int offset : new int[] {PAD + 1, Integer.MAX_VALUE}) {
        refused(
            c,
            call -> array.setter().set(call, new float[LENGTH + PAD], offset),
            IndexOutOfBoundsException.class,
            array.name() + ": " + LENGTH + " elements from offset " + offset);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void overlapsAreRefused(Case c) {
    List<Array> arrays = c.arrays();
    for (Array a : arrays) {
      for (Array b : arrays) {
        if (a != b) {
          for (int shift : new int[] {0, 1, LENGTH - 1}) {
            float[] shared = new float[3 * LENGTH];
            refused(
                c,
                call -> {
                  a.setter().set(call, shared, 1);
                  b.setter().set(call, shared, 1 + shift);
                },
                IllegalArgumentException.class,
                a.name(),
                b.name(),
                "overlap");
          }
          FloatStep call = c.call(new ArrayList<>());
          float[] shared = new float[2 * LENGTH];
          a.setter().set(call, shared, 0);
          b.setter().set(call, shared, LENGTH);
          Kernels.dispatched().step(call);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badPartsAreRefused(Case c) {
    FloatStep call = c.call(new ArrayList<>());
    var kernel = Kernels.dispatched().floats().steps().of(c.kernel());
    int[][] parts = {{-1, 1}, {0, -1}, {0, LENGTH + 1}, {1, LENGTH}, {1, Integer.MAX_VALUE}};
    for (int[] part : parts) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> kernel.step(call, part[0], part[1]), "" + c);
    }
  }

  @Test
  void whatARuleDoesNotHaveIsRefused() {
    FloatStep sgd = new FloatStep(Kernel.SGD, LENGTH);
    assertThrows(IllegalArgumentException.class, () -> sgd.flags(1));
    assertThrows(IllegalArgumentException.class, () -> sgd.flags(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> sgd.scalar(1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> sgd.state(0, new float[LENGTH], 0));
    assertThrows(IllegalArgumentException.class, () -> new FloatStep(Kernel.SGD, -1));
    assertThrows(IllegalArgumentException.class, () -> new FloatStep(Kernel.SUM, 1));
    assertEquals(
        "sum is no optimizer step",
        assertThrows(
                IllegalArgumentException.class,
                () -> Kernels.dispatched().floats().steps().of(Kernel.SUM))
            .getMessage());
  }
}
