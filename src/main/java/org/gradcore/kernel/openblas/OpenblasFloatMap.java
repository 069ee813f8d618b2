package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeFunction;

/** Maps in C++. */
public final class OpenblasFloatMap implements FloatMapKernel {
  private final int isa;
  private final FloatCrossings crossings;
  private final int rule;

  /**
   * The kernel of a rule, compiled for one instruction set.
   *
   * @param kernel the rule
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param crossings how the library is called
   */
  public OpenblasFloatMap(Kernel kernel, int isa, FloatCrossings crossings) {
    this.isa = isa;
    this.crossings = crossings.ready(NativeFunction.MAP);
    this.rule = Objects.checkIndex(Native.MAP_RULES.indexOf(kernel.id()), Integer.MAX_VALUE);
  }

  @Override
  public void map(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    // An array that is given twice would be pinned twice.
    float[] other = x == y && xOffset == yOffset ? null : x;
    FloatCrossing crossing = crossings.at(length);
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      crossing.map(isa, rule, alpha, other, xOffset + i, y, yOffset + i, n);
    }
  }
}
