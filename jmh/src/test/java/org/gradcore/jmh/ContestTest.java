package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everyone computes every kernel, and a wrong result is noticed. */
class ContestTest {
  private static final int[] SIZES = {1, 16, 100, 5000};

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void everyContestantPassesTheCheck(Kernel kernel) {
    for (Contestant contestant : Contestant.all(Kernels.dispatched(), false)) {
      for (Class<?> element : List.of(float.class, double.class)) {
        for (int size : SIZES) {
          if (contestant.serves(kernel, element, size)) {
            Workload.Shape shape = Workload.Shape.of(kernel, size);
            new Contest(kernel, element, shape, contestant).checkedCall().run();
          }
        }
      }
    }
  }

  @Test
  void everyKernelMovesBytes() {
    for (Kernel kernel : Kernel.values()) {
      Workload.Shape shape = Workload.Shape.of(kernel, 1000);
      long bytes = Traffic.bytes(kernel, Float.BYTES, shape);
      assertTrue(bytes > 0, kernel.id());
      assertTrue(Traffic.bytes(kernel, Double.BYTES, shape) > bytes, kernel.id());
    }
  }

  @Test
  void noticesADifferentElement() {
    FloatWorkload expected = workload(Kernel.EXP);
    FloatWorkload actual = workload(Kernel.EXP);
    expected.on(Candidate.SCALAR).run();
    actual.on(Candidate.SCALAR).run();
    assertNull(FloatContest.difference(actual, expected, Tolerance.EXACT));
    float[] output = actual.arrays()[1];
    output[7] = Math.nextUp(output[7]);
    String difference = FloatContest.difference(actual, expected, Tolerance.EXACT);
    assertNotNull(difference);
    assertTrue(difference.startsWith("element 7 of array 1"), difference);
    Tolerance bound = Tolerance.summation(Kernel.EXP, float.class, shape(Kernel.EXP));
    assertNull(FloatContest.difference(actual, expected, bound));
    output[7] *= 1.0001f;
    assertNotNull(FloatContest.difference(actual, expected, bound));
  }

  @Test
  void noticesADifferentSum() {
    FloatWorkload expected = workload(Kernel.DOT);
    FloatWorkload actual = workload(Kernel.DOT);
    expected.on(Candidate.SCALAR).run();
    Tolerance bound = Tolerance.summation(Kernel.DOT, float.class, shape(Kernel.DOT));
    String difference = FloatContest.difference(actual, expected, bound);
    assertNotNull(difference, "the sum was not computed");
    assertTrue(difference.startsWith("the result is 0.0"), difference);
  }

  @Test
  void noticesADifferentGradient() {
    FloatWorkload expected = workload(Kernel.DENSE_LOSS);
    FloatWorkload actual = workload(Kernel.DENSE_LOSS);
    expected.on(Candidate.SCALAR).run();
    actual.on(Candidate.SCALAR).run();
    actual.sums()[2] += 1;
    Tolerance bound = Tolerance.summation(Kernel.DENSE_LOSS, float.class, shape(Kernel.DENSE_LOSS));
    String difference = FloatContest.difference(actual, expected, bound);
    assertEquals("accumulator 2", difference.substring(0, 13));
  }

  private static Workload.Shape shape(Kernel kernel) {
    return Workload.Shape.of(kernel, 100);
  }

  private static FloatWorkload workload(Kernel kernel) {
    return (FloatWorkload) Workload.typical(kernel, float.class, shape(kernel));
  }
}
