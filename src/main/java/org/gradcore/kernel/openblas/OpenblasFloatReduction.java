package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.ReductionRule;
import org.gradcore.presets.Native;

/** Reductions in C++. */
public final class OpenblasFloatReduction implements FloatReductionKernel {
  private final int isa;
  private final int rule;
  private final boolean binary;

  /**
   * A reduction, compiled for one instruction set.
   *
   * @param kernel which
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   */
  public OpenblasFloatReduction(Kernel kernel, int isa) {
    this.isa = isa;
    this.rule = Objects.checkIndex(Native.REDUCE_RULES.indexOf(kernel.id()), Integer.MAX_VALUE);
    this.binary = ReductionRule.of(kernel).binary();
  }

  @Override
  public double reduce(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    float[] second = binary ? y : null;
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      carry =
          Native.gradcore_reduce_float(isa, rule, x, xOffset + i, second, yOffset + i, n, carry);
    }
    return carry;
  }
}
