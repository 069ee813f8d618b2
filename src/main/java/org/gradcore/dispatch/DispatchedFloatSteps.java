package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.FloatSteps;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of optimizer steps and sends them to the chosen backend. */
final class DispatchedFloatSteps implements FloatSteps {
  private final FloatStepKernel[] steps = new FloatStepKernel[Kernel.values().length];

  DispatchedFloatSteps(Kernels kernels) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.OPTIMIZERS) {
        steps[kernel.ordinal()] = new Step(kernels, kernel);
      }
    }
  }

  @Override
  public FloatStepKernel of(Kernel kernel) {
    FloatStepKernel step = steps[kernel.ordinal()];
    if (step == null) {
      throw new IllegalArgumentException(kernel.id() + " is no optimizer step");
    }
    return step;
  }

  private static final class Step implements FloatStepKernel {
    private final Route<FloatStepKernel> route;

    Step(Kernels kernels, Kernel kernel) {
      route =
          new Route<>(
              kernels,
              kernel,
              float.class,
              Variants.count(kernel),
              candidate -> kernels.floatKernels(candidate).steps().of(kernel));
    }

    @Override
    public void step(FloatStep call, int from, int count) {
      call.check(from, count);
      route.at(call.variant(), count).step(call, from, count);
    }
  }
}
