package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.kernel.FloatRowLosses;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of losses of rows and sends them to the chosen backend. */
final class DispatchedFloatRowLosses implements FloatRowLosses {
  private final FloatRowLossKernel[] losses = new FloatRowLossKernel[Kernel.values().length];

  DispatchedFloatRowLosses(Kernels kernels) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.ROW_LOSSES) {
        losses[kernel.ordinal()] = new Loss(kernels, kernel);
      }
    }
  }

  @Override
  public FloatRowLossKernel of(Kernel kernel) {
    FloatRowLossKernel loss = losses[kernel.ordinal()];
    if (loss == null) {
      throw new IllegalArgumentException(kernel.id() + " is no loss of rows");
    }
    return loss;
  }

  private static final class Loss implements FloatRowLossKernel {
    private final Route<FloatRowLossKernel> route;

    Loss(Kernels kernels, Kernel kernel) {
      route =
          new Route<>(
              kernels,
              kernel,
              float.class,
              Variants.count(kernel),
              candidate -> kernels.floatKernels(candidate).rowLosses().of(kernel));
    }

    @Override
    public double evaluate(FloatRowLoss call, int from, int count, double carry) {
      call.check(from, count);
      return route
          .at(call.variant(), (long) count * call.classes())
          .evaluate(call, from, count, carry);
    }
  }
}
