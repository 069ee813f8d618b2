package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.FloatReductions;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.ReductionRule;

/** Checks the arguments of reductions and sends them to the chosen backend. */
final class DispatchedFloatReductions implements FloatReductions {
  private final Reduction[] reductions = new Reduction[Kernel.values().length];

  DispatchedFloatReductions(Kernels kernels) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.REDUCTIONS) {
        reductions[kernel.ordinal()] = new Reduction(kernels, ReductionRule.of(kernel));
      }
    }
  }

  @Override
  public Reduction of(Kernel kernel) {
    Reduction reduction = reductions[kernel.ordinal()];
    if (reduction == null) {
      throw ReductionRule.none(kernel);
    }
    return reduction;
  }

  static final class Reduction implements FloatReductionKernel {
    private final boolean binary;
    private final Route<FloatReductionKernel> route;

    Reduction(Kernels kernels, ReductionRule rule) {
      binary = rule.binary();
      route =
          new Route<>(
              kernels,
              rule.kernel(),
              float.class,
              Variants.count(rule.kernel()),
              candidate -> kernels.floatKernels(candidate).reductions().of(rule.kernel()));
    }

    /**
     * Checks the arguments of a call. C2 inlines what the call goes to where it sees few classes of
     * it: so callers that are always for the same kernel make it themselves.
     *
     * @return the kernel for this call
     */
    FloatReductionKernel target(float[] x, int xOffset, float[] y, int yOffset, int length) {
      FloatReductionKernel.check(binary, x, xOffset, y, yOffset, length);
      return route.at(0, length);
    }

    @Override
    public double reduce(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
      return target(x, xOffset, y, yOffset, length).reduce(x, xOffset, y, yOffset, length, carry);
    }
  }
}
