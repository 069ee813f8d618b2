package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.PointLossRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every array of every elementwise loss, bad in every way, and no array touched. */
class FloatPointLossChecksTest {
  private static final int LENGTH = 5;
  private static final int PAD = 3;
  private static final Set<String> OPTIONAL = Set.of("weight", "loss", "gradient");

  private interface Setter {
    void set(FloatPointLoss call, float[] array, int offset);
  }

  /** Sets one array of a call. */
  private record Array(String name, Setter setter) {
    boolean written() {
      return name.equals("loss") || name.equals("gradient");
    }
  }

  private static final List<Array> ARRAYS =
      List.of(
          new Array("prediction", FloatPointLoss::prediction),
          new Array("target", FloatPointLoss::target),
          new Array("weight", FloatPointLoss::weight),
          new Array("loss", FloatPointLoss::loss),
          new Array("gradient", FloatPointLoss::gradient));

  /** A rule with one setting of its flags. */
  record Case(Kernel kernel, int flags) {
    /** A good call, with all its arrays, each from PAD on. */
    FloatPointLoss call(List<float[]> kept) {
      FloatPointLoss call = new FloatPointLoss(kernel).length(LENGTH).flags(flags);
      for (Array array : ARRAYS) {
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
        .filter(kernel -> kernel.family() == Kernel.Family.POINT_LOSSES)
        .flatMap(
            kernel ->
                Stream.iterate(0, f -> f + 1)
                    .limit(1L << PointLossRule.of(kernel).flags().size())
                    .map(flags -> new Case(kernel, flags)));
  }

  /** Throws what is expected, names the array, and has written nothing. */
  private static void refused(
      Case c, Consumer<FloatPointLoss> bad, Class<? extends Throwable> type, String... parts) {
    List<float[]> arrays = new ArrayList<>();
    FloatPointLoss call = c.call(arrays);
    // What was checked before must be checked again.
    Kernels.dispatched().floats().pointLosses().of(c.kernel()).evaluate(call, 0, 0, 0);
    bad.accept(call);
    Throwable thrown = assertThrows(type, () -> Kernels.dispatched().evaluate(call), "" + c);
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
    FloatPointLoss call = c.call(new ArrayList<>());
    Kernels.dispatched().evaluate(call);
    for (Array array : ARRAYS) {
      if (OPTIONAL.contains(array.name())) {
        array.setter().set(call, null, -1);
        Kernels.dispatched().evaluate(call);
      }
    }
    call.length(0).prediction(new float[0], 0).target(new float[0], 0);
    assertEquals(0, Kernels.dispatched().evaluate(call));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badArraysAreRefused(Case c) {
    for (Array array : ARRAYS) {
      if (!OPTIONAL.contains(array.name())) {
        refused(
            c, call -> array.setter().set(call, null, 0), NullPointerException.class, array.name());
      }
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
    refused(c, call -> call.length(LENGTH + 1), IndexOutOfBoundsException.class, "6 elements");
    refused(c, call -> call.length(Integer.MAX_VALUE), IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void overlapsWithOutputsAreRefused(Case c) {
    for (Array a : ARRAYS) {
      for (Array b : ARRAYS) {
        if (a == b) {
          continue;
        }
        boolean inPlace = Set.of(a.name(), b.name()).equals(Set.of("prediction", "gradient"));
        for (int shift : new int[] {0, 1, LENGTH - 1, LENGTH}) {
          float[] shared = new float[3 * LENGTH];
          Consumer<FloatPointLoss> share =
              call -> {
                a.setter().set(call, shared, 1);
                b.setter().set(call, shared, 1 + shift);
              };
          boolean good = shift == LENGTH || !a.written() && !b.written() || inPlace && shift == 0;
          if (good) {
            FloatPointLoss call = c.call(new ArrayList<>());
            share.accept(call);
            Kernels.dispatched().evaluate(call);
          } else {
            refused(c, share, IllegalArgumentException.class, a.name(), b.name(), "overlap");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badPartsAreRefused(Case c) {
    FloatPointLoss call = c.call(new ArrayList<>());
    var kernel = Kernels.dispatched().floats().pointLosses().of(c.kernel());
    int[][] parts = {{-1, 1}, {0, -1}, {0, LENGTH + 1}, {1, LENGTH}, {1, Integer.MAX_VALUE}};
    for (int[] part : parts) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> kernel.evaluate(call, part[0], part[1], 0),
          "" + c);
    }
  }

  @Test
  void whatARuleDoesNotHaveIsRefused() {
    FloatPointLoss call = new FloatPointLoss(Kernel.LOGISTIC);
    assertThrows(IllegalArgumentException.class, () -> call.flags(2));
    assertThrows(IllegalArgumentException.class, () -> call.flags(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> call.scalar(0, 0));
    assertThrows(IllegalArgumentException.class, () -> call.length(-1));
    assertThrows(IllegalArgumentException.class, () -> new FloatPointLoss(Kernel.SUM));
    assertEquals(
        "sum is no elementwise loss",
        assertThrows(
                IllegalArgumentException.class,
                () -> Kernels.dispatched().floats().pointLosses().of(Kernel.SUM))
            .getMessage());
  }
}
