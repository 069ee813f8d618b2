package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.FloatPointLosses;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of elementwise losses and sends them to the chosen backend. */
final class DispatchedFloatPointLosses implements FloatPointLosses {
  private final FloatPointLossKernel[] losses = new FloatPointLossKernel[Kernel.values().length];

  DispatchedFloatPointLosses(Kernels kernels) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.POINT_LOSSES) {
        losses[kernel.ordinal()] = new Loss(kernels, kernel);
      }
    }
  }

  @Override
  public FloatPointLossKernel of(Kernel kernel) {
    FloatPointLossKernel loss = losses[kernel.ordinal()];
    if (loss == null) {
      throw new IllegalArgumentException(kernel.id() + " is no elementwise loss");
    }
    return loss;
  }

  private static final class Loss implements FloatPointLossKernel {
    private final Route<FloatPointLossKernel> route;

    Loss(Kernels kernels, Kernel kernel) {
      route =
          new Route<>(
              kernels,
              kernel,
              float.class,
              Variants.count(kernel),
              candidate -> kernels.floatKernels(candidate).pointLosses().of(kernel));
    }

    @Override
    public double evaluate(FloatPointLoss call, int from, int count, double carry) {
      call.check(from, count);
      return route.at(call.variant(), count).evaluate(call, from, count, carry);
    }
  }
}
