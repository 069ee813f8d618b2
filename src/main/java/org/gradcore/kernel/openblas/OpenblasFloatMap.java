package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.Native;

/** Maps in C++. */
public final class OpenblasFloatMap implements FloatMapKernel {
  private final int isa;
  private final int rule;

  /**
   * The kernel of a rule, compiled for one instruction set.
   *
   * @param kernel the rule
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   */
  public OpenblasFloatMap(Kernel kernel, int isa) {
    this.isa = isa;
    this.rule = Objects.checkIndex(Native.MAP_RULES.indexOf(kernel.id()), Integer.MAX_VALUE);
  }

  @Override
  public void map(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_map_float(isa, rule, alpha, x, xOffset + i, y, yOffset + i, n);
    }
  }
}
