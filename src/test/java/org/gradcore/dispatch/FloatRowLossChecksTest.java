package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** Every argument of a loss of rows, bad in every way, and no array touched. */
class FloatRowLossChecksTest {
  private static final int ROWS = 4;
  private static final int CLASSES = 3;
  private static final int PAD = 3;

  private final float[] logits = new float[PAD + ROWS * CLASSES];
  private final int[] target = {9, 9, 9, 0, 1, 2, 0};
  private final float[] weight = new float[PAD + ROWS];
  private final float[] loss = new float[PAD + ROWS];
  private final float[] gradient = new float[PAD + ROWS * CLASSES];

  /** A good call, with all its arrays, each from PAD on. */
  private FloatRowLoss call() {
    return new FloatRowLoss(Kernel.SOFTMAX_CROSS_ENTROPY)
        .length(ROWS)
        .classes(CLASSES)
        .prediction(logits, PAD)
        .target(target, PAD)
        .weight(weight, PAD)
        .loss(loss, PAD)
        .gradient(gradient, PAD);
  }

  private void refused(
      Consumer<FloatRowLoss> bad, Class<? extends Throwable> type, String... parts) {
    FloatRowLoss call = call();
    // What was checked before must be checked again.
    Kernels.dispatched().floats().rowLosses().of(call.kernel()).evaluate(call, 0, 0, 0);
    bad.accept(call);
    Throwable thrown = assertThrows(type, () -> Kernels.dispatched().evaluate(call));
    for (String part : parts) {
      assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }
    for (float[] array : List.of(logits, weight, loss, gradient)) {
      assertArrayEquals(new float[array.length], array);
    }
  }

  @Test
  void goodCallsGoThrough() {
    FloatRowLoss call = call();
    Kernels.dispatched().evaluate(call);
    call.weight(null, -1).loss(null, -1).gradient(logits, PAD);
    Kernels.dispatched().evaluate(call);
    call.gradient(null, -1).length(0).prediction(new float[0], 0).target(new int[0], 0);
    assertEquals(0, Kernels.dispatched().evaluate(call));
  }

  @Test
  void badArraysAreRefused() {
    Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
    refused(c -> c.prediction(null, 0), NullPointerException.class, "prediction");
    refused(c -> c.target(null, 0), NullPointerException.class, "target");
    for (int offset : new int[] {-1, PAD + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      refused(c -> c.prediction(logits, offset), outside, "prediction");
      refused(c -> c.target(target, offset), outside, "target");
      refused(c -> c.weight(weight, offset), outside, "weight");
      refused(c -> c.loss(loss, offset), outside, "loss");
      refused(c -> c.gradient(gradient, offset), outside, "gradient");
    }
    refused(c -> c.classes(CLASSES + 1), outside, "prediction: 16 elements from offset 3");
    refused(c -> c.classes(Integer.MAX_VALUE), outside, "prediction");
    refused(c -> c.length(ROWS + 1), outside, "prediction: 15 elements from offset 3");
  }

  @Test
  void badClassesAreRefused() {
    for (int bad : new int[] {-1, CLASSES, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      refused(
          c -> target[PAD + 1] = bad,
          IndexOutOfBoundsException.class,
          "target: class " + bad + " given for row 1, allowed: 0 to 2");
      // Only the rows of a part count.
      FloatRowLoss call = call();
      var kernel = Kernels.dispatched().floats().rowLosses().of(call.kernel());
      kernel.evaluate(call, 2, 2, 0);
      assertThrows(IndexOutOfBoundsException.class, () -> kernel.evaluate(call, 1, 1, 0));
      for (float[] array : List.of(loss, gradient)) {
        Arrays.fill(array, 0);
      }
      target[PAD + 1] = 1;
    }
  }

  @Test
  void overlapsWithOutputsAreRefused() {
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    refused(c -> c.gradient(logits, PAD - 1), illegal, "gradient", "prediction", "overlap");
    refused(c -> c.weight(gradient, 0), illegal, "gradient", "weight", "overlap");
    refused(c -> c.loss(logits, PAD), illegal, "loss", "prediction", "overlap");
    refused(c -> c.loss(weight, PAD), illegal, "loss", "weight", "overlap");
    refused(c -> c.loss(gradient, PAD), illegal, "loss", "gradient", "overlap");
  }

  @Test
  void badPartsAreRefused() {
    FloatRowLoss call = call();
    var kernel = Kernels.dispatched().floats().rowLosses().of(call.kernel());
    int[][] parts = {{-1, 1}, {0, -1}, {0, ROWS + 1}, {1, ROWS}, {1, Integer.MAX_VALUE}};
    for (int[] part : parts) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> kernel.evaluate(call, part[0], part[1], 0));
    }
  }

  @Test
  void whatALossDoesNotHaveIsRefused() {
    FloatRowLoss call = call();
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> call.classes(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> call.length(-1));
    assertThrows(IllegalArgumentException.class, () -> new FloatRowLoss(Kernel.LOGISTIC));
    assertThrows(
        IllegalArgumentException.class,
        () -> Kernels.dispatched().floats().rowLosses().of(Kernel.LOGISTIC));
  }
}
