package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatLinears;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of linear models' kernels and sends them to the chosen backend. */
final class DispatchedFloatLinears implements FloatLinears {
  private final FloatLinearKernel[] kernels = new FloatLinearKernel[Kernel.values().length];

  DispatchedFloatLinears(Kernels all) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.LINEAR) {
        kernels[kernel.ordinal()] = new Linear(all, kernel);
      }
    }
  }

  @Override
  public FloatLinearKernel of(Kernel kernel) {
    FloatLinearKernel linear = kernels[kernel.ordinal()];
    if (linear == null) {
      throw new IllegalArgumentException(kernel.id() + " is no kernel of linear models");
    }
    return linear;
  }

  private static final class Linear implements FloatLinearKernel {
    private final Kernel kernel;
    private final Route<FloatLinearKernel> route;

    Linear(Kernels kernels, Kernel kernel) {
      this.kernel = kernel;
      route =
          new Route<>(
              kernels,
              kernel,
              float.class,
              Variants.count(kernel),
              candidate -> kernels.floatKernels(candidate).linears().of(kernel));
    }

    @Override
    public double run(FloatLinear call, int from, int count, double carry) {
      if (call.kernel() != kernel) {
        throw new IllegalArgumentException(
            "a call of " + call.kernel().id() + " given to " + kernel.id());
      }
      call.check(from, count);
      FloatLinearKernel target = route.at(call.variant(), call.size(from, count));
      if (!call.form().sparse()) {
        return target.run(call, from, count, carry);
      }
      try {
        return target.run(call, from, count, carry);
      } catch (IndexOutOfBoundsException e) {
        throw call.badEntry(from, count, e);
      }
    }
  }
}
