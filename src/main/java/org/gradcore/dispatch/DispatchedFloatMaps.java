package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatMaps;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.MapRule;

/** Checks the arguments of maps and sends them to the chosen backend. */
final class DispatchedFloatMaps implements FloatMaps {
  private final Map[] maps = new Map[Kernel.values().length];

  DispatchedFloatMaps(Kernels kernels) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.ELEMENTARY) {
        maps[kernel.ordinal()] = new Map(kernels, MapRule.of(kernel));
      }
    }
  }

  @Override
  public Map of(Kernel kernel) {
    Map map = maps[kernel.ordinal()];
    if (map == null) {
      throw new IllegalArgumentException(kernel.id() + " is no map");
    }
    return map;
  }

  static final class Map implements FloatMapKernel {
    private final boolean updates;
    private final Route<FloatMapKernel> route;

    Map(Kernels kernels, MapRule rule) {
      updates = rule.updates();
      route =
          new Route<>(
              kernels,
              rule.kernel(),
              float.class,
              Variants.count(rule.kernel()),
              candidate -> kernels.floatKernels(candidate).maps().of(rule.kernel()));
    }

    /**
     * Checks the arguments of a call. C2 inlines what the call goes to where it sees few classes of
     * it: so callers that are always for the same kernel make it themselves.
     *
     * @return the kernel for this call
     */
    FloatMapKernel target(float[] x, int xOffset, float[] y, int yOffset, int length) {
      FloatMapKernel.check(updates, x, xOffset, y, yOffset, length);
      return route.at(0, length);
    }

    @Override
    public void map(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
      target(x, xOffset, y, yOffset, length).map(alpha, x, xOffset, y, yOffset, length);
    }
  }
}
