package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatMaps;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.MapRule;

/** Checks the arguments of maps and sends them to the chosen backend. */
final class DispatchedFloatMaps implements FloatMaps {
  private final FloatMapKernel[] maps = new FloatMapKernel[Kernel.values().length];

  DispatchedFloatMaps(Kernels kernels) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() == Kernel.Family.ELEMENTARY) {
        maps[kernel.ordinal()] = new Map(kernels, MapRule.of(kernel));
      }
    }
  }

  @Override
  public FloatMapKernel of(Kernel kernel) {
    FloatMapKernel map = maps[kernel.ordinal()];
    if (map == null) {
      throw new IllegalArgumentException(kernel.id() + " is no map");
    }
    return map;
  }

  private static final class Map implements FloatMapKernel {
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

    @Override
    public void map(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
      FloatMapKernel.check(updates, x, xOffset, y, yOffset, length);
      route.at(0, length).map(alpha, x, xOffset, y, yOffset, length);
    }
  }
}
