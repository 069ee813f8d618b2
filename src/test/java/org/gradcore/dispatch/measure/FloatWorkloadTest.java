package org.gradcore.dispatch.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calibration and benchmarks time numbers like those of training, however often they call. */
class FloatWorkloadTest {
  private static final int CALLS = 2000;

  static Stream<Arguments> calls() {
    return Stream.of(Kernel.values())
        .flatMap(
            kernel ->
                IntStream.range(0, Variants.count(kernel))
                    .mapToObj(variant -> Arguments.of(kernel, variant)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void staysFinite(Kernel kernel, int variant) {
    FloatWorkload workload = new FloatWorkload(kernel, variant, Workload.Shape.of(kernel, 100));
    Runnable call = workload.on(Candidate.SCALAR);
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    assertTrue(Double.isFinite(workload.result()), "result");
    float[][] arrays = workload.arrays();
    for (int k = 0; k < arrays.length; k++) {
      if (arrays[k] != null) {
        for (int i = 0; i < arrays[k].length; i++) {
          float value = arrays[k][i];
          // Sums over the steps grow, by less than 2 a call: no time depends on that.
          assertTrue(
              Math.abs(value) < 2 * CALLS && (value == 0 || Math.abs(value) > 1e-10),
              "array " + k + ", element " + i + ": " + value);
        }
      }
    }
    for (double sum : workload.sums()) {
      assertTrue(Double.isFinite(sum), () -> "sum " + sum);
    }
  }
}
