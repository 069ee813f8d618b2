package org.gradcore.jmh;

import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.MapRule;
import org.gradcore.kernel.ReductionRule;
import org.gradcore.kernel.StepRule;

/**
 * How many bytes a call has to move: each array that a kernel must read counted once, and each that
 * it must write once more. Parameters and accumulators of linear models are left out: they are
 * small, and stay in the nearest cache. The stream limit moves just these bytes.
 */
final class Traffic {
  private Traffic() {}

  private static long states(Kernel kernel) {
    return StepRule.of(kernel).states().stream().filter(state -> state.in(0)).count();
  }

  /**
   * The bytes of one call.
   *
   * @param elementBytes 4 for float, 8 for double
   */
  static long bytes(Kernel kernel, int elementBytes, Workload.Shape shape) {
    long e = elementBytes;
    long rows = shape.rows();
    long outputs = rows * Math.max(1, shape.classes());
    long dense = rows * shape.features() * e;
    long sparse = rows * shape.stored() * (e + Integer.BYTES) + (rows + 1) * Integer.BYTES;
    if (kernel.family() == Kernel.Family.OPTIMIZERS) {
      return (3 + 2 * states(kernel)) * e * rows;
    }
    if (kernel.family() == Kernel.Family.POINT_LOSSES) {
      return 3 * e * rows;
    }
    if (kernel.family() == Kernel.Family.ELEMENTARY) {
      return (MapRule.of(kernel).updates() ? 3 : 2) * e * rows;
    }
    if (kernel.family() == Kernel.Family.REDUCTIONS) {
      return (ReductionRule.of(kernel).binary() ? 2 : 1) * e * rows;
    }
    return switch (kernel) {
      case SOFTMAX_CROSS_ENTROPY -> 2 * e * outputs + rows * Integer.BYTES;
      case DENSE_MARGINS, DENSE_LOSS -> dense + e * rows;
      case DENSE_LOGITS -> dense + e * outputs;
      case DENSE_SOFTMAX -> dense + rows * Integer.BYTES;
      case CSR_MARGINS, CSR_LOSS -> sparse + e * rows;
      case CSR_LOGITS -> sparse + e * outputs;
      case CSR_SOFTMAX -> sparse + rows * Integer.BYTES;
      case FINISH_GRADIENT -> (Double.BYTES + 2 * e) * rows;
      default -> throw new AssertionError(kernel);
    };
  }
}
