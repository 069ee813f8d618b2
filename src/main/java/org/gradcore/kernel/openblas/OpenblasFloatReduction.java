package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.ReductionRule;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeFunction;

/** Reductions in C++. */
public final class OpenblasFloatReduction implements FloatReductionKernel {
  private final int isa;
  private final FloatCrossings crossings;
  private final int rule;
  private final boolean binary;

  /**
   * A reduction, compiled for one instruction set.
   *
   * @param kernel which
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param crossings how the library is called
   */
  public OpenblasFloatReduction(Kernel kernel, int isa, FloatCrossings crossings) {
    this.isa = isa;
    this.crossings = crossings.ready(NativeFunction.REDUCE);
    this.rule = Objects.checkIndex(Native.REDUCE_RULES.indexOf(kernel.id()), Integer.MAX_VALUE);
    this.binary = ReductionRule.of(kernel).binary();
  }

  @Override
  public double reduce(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    float[] second = binary ? y : null;
    FloatCrossing crossing = crossings.at(length);
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      carry = crossing.reduce(isa, rule, x, xOffset + i, second, yOffset + i, n, carry);
    }
    return carry;
  }
}
