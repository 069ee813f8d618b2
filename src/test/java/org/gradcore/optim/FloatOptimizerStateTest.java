package org.gradcore.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.junit.jupiter.api.Test;

/** States: their steps, offsets and refusals. */
class FloatOptimizerStateTest {
  private static final Kernels KERNELS = Kernels.of(Backend.SCALAR);

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          Sgd.defaults(),
          Sgd.defaults().withMomentum(0.9),
          Sgd.defaults().withMomentum(0.9).withNesterov(true),
          Adam.defaults(),
          Adam.defaults().withAmsgrad(true).withWeightDecay(0.1),
          AdamW.defaults(),
          AdamW.defaults().withAmsgrad(true),
          RmsProp.defaults(),
          RmsProp.defaults().withCentered(true).withMomentum(0.5),
          Sgd.keras().withMomentum(0.9).withNesterov(true),
          RmsProp.optax().withCentered(true).withMomentum(0.5).withCorrected(true),
          Adagrad.keras(),
          Adadelta.defaults(),
          Adamax.defaults(),
          NAdam.defaults().withWeightDecay(0.1).withDecoupled(true),
          RAdam.defaults(),
          Rprop.defaults(),
          Asgd.defaults().withT0(0),
          AdaBelief.defaults(),
          Yogi.defaults(),
          Adan.defaults(),
          Ftrl.defaults(),
          Adopt.defaults(),
          ScheduleFreeAdamW.defaults(),
          ScheduleFreeSgd.defaults());

  /** A step touches its range only, and gives the same wherever the range is. */
  @Test
  void offsets() {
    for (Optimizer optimizer : OPTIMIZERS) {
      float[] param = {1, -2, 3};
      float[] gradient = {0.5f, 0.25f, -1};
      float[] wide = {7, 7, 1, -2, 3, 7};
      float[] wideGradient = {9, 0.5f, 0.25f, -1, 9};
      FloatOptimizerState state = optimizer.floatState(3);
      FloatOptimizerState wideState = optimizer.floatState(3);
      for (int t = 1; t <= 3; t++) {
        state.step(KERNELS, param, 0, gradient, 0);
        wideState.step(KERNELS, wide, 2, wideGradient, 1);
        assertEquals(t, state.steps());
      }
      assertArrayEquals(new float[] {7, 7, param[0], param[1], param[2], 7}, wide);
      assertEquals(3, state.length());
      assertEquals(optimizer, state.optimizer());
    }
  }

  /** A learning rate of the step counts instead of the optimizer's. */
  @Test
  void learningRateOfTheStep() {
    for (Optimizer optimizer : OPTIMIZERS) {
      float[] a = {1, -2, 3};
      float[] b = a.clone();
      float[] gradient = {0.5f, 0.25f, -1};
      FloatOptimizerState state = optimizer.withLearningRate(0.25).floatState(3);
      FloatOptimizerState other = optimizer.floatState(3);
      for (int t = 0; t < 4; t++) {
        state.step(KERNELS, a, 0, gradient, 0);
        other.step(KERNELS, b, 0, gradient, 0, 0.25);
      }
      assertArrayEquals(a, b);
    }
  }

  /** The first step of SGD takes the gradient as the buffer, without dampening. */
  @Test
  void firstStepOfMomentum() {
    float[] param = {1};
    FloatOptimizerState state =
        Sgd.defaults().withLearningRate(1).withMomentum(0.5).withDampening(0.5).floatState(1);
    state.step(KERNELS, param, 0, new float[] {0.25f}, 0);
    assertEquals(0.75f, param[0]);
    state.step(KERNELS, param, 0, new float[] {0.25f}, 0);
    assertEquals(0.5f, param[0]); // buffer 0.5 * 0.25 + 0.5 * 0.25
  }

  /** What is refused leaves parameters and the number of steps alone. */
  @Test
  void refusals() {
    for (Optimizer optimizer : OPTIMIZERS) {
      FloatOptimizerState state = optimizer.floatState(3);
      float[] param = {1, -2, 3};
      float[] gradient = {1, 1, 1};
      Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
      assertThrows(outside, () -> state.step(KERNELS, param, 1, gradient, 0));
      assertThrows(outside, () -> state.step(KERNELS, param, 0, gradient, 1));
      assertThrows(outside, () -> state.step(KERNELS, param, -1, gradient, 0));
      assertThrows(outside, () -> state.step(KERNELS, param, 0, new float[2], 0));
      assertThrows(NullPointerException.class, () -> state.step(null, param, 0, gradient, 0));
      assertThrows(NullPointerException.class, () -> state.step(KERNELS, null, 0, gradient, 0));
      assertThrows(NullPointerException.class, () -> state.step(KERNELS, param, 0, null, 0));
      Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
      for (double rate : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
        assertThrows(illegal, () -> state.step(KERNELS, param, 0, gradient, 0, rate));
      }
      assertThrows(illegal, () -> state.step(KERNELS, param, 0, param, 0));
      assertArrayEquals(new float[] {1, -2, 3}, param);
      assertEquals(0, state.steps());
    }
    assertThrows(IllegalArgumentException.class, () -> Sgd.defaults().floatState(-1));
  }

  /** What a refused step would have kept is forgotten. */
  @Test
  void refusedStepsKeepNothing() {
    for (Optimizer optimizer : OPTIMIZERS) {
      float[] param = {1, -2, 3};
      float[] other = param.clone();
      float[] gradient = {0.5f, 0.25f, -1};
      FloatOptimizerState state = optimizer.floatState(3);
      FloatOptimizerState undisturbed = optimizer.floatState(3);
      for (int t = 0; t < 7; t++) {
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> state.step(KERNELS, param, 0, new float[2], 0, 0.75));
        state.step(KERNELS, param, 0, gradient, 0);
        undisturbed.step(KERNELS, other, 0, gradient, 0);
      }
      assertArrayEquals(other, param, optimizer.toString());
    }
  }

  @Test
  void arraysCanBeRead() {
    FloatOptimizerState state = Asgd.defaults().withLearningRate(0.5).withLambda(0).floatState(2);
    assertEquals(List.of("average"), state.arrays());
    float[] param = {1, -2};
    state.step(KERNELS, param, 0, new float[] {1, 1}, 0);
    float[] read = new float[3];
    state.copy("average", read, 1);
    assertArrayEquals(new float[] {0, 0.5f, -2.5f}, read);
    assertEquals(List.of(), Sgd.defaults().floatState(2).arrays());
    assertEquals(List.of("squareAverage"), RmsProp.defaults().floatState(2).arrays());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> state.copy("x", read, 0));
    assertEquals("array x: there are [average]", e.getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> state.copy("average", read, 2));
  }

  /** A hyper-parameter that the element type cannot hold is an error, not an infinity. */
  @Test
  void tooLarge() {
    double rate = 2.0 * Float.MAX_VALUE;
    if (Double.isInfinite(rate)) {
      return; // the double twin: every finite hyper-parameter fits
    }
    for (Optimizer optimizer : OPTIMIZERS) {
      FloatOptimizerState state = optimizer.withLearningRate(rate).floatState(1);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> state.step(KERNELS, new float[1], 0, new float[1], 0));
      assertTrue(e.getMessage().contains("at most"), e.getMessage());
    }
  }

  @Test
  void stepsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] param = new float[100];
    float[] gradient = new float[100];
    for (Optimizer optimizer : OPTIMIZERS) {
      FloatOptimizerState state = optimizer.floatState(100);
      for (int i = 0; i < 100; i++) {
        state.step(KERNELS, param, 0, gradient, 0);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        state.step(KERNELS, param, 0, gradient, 0);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(bytes < 8000, optimizer + ": " + bytes + " bytes in 1000 steps");
    }
  }
}
