package org.gradcore.kernel.openblas;

import org.gradcore.kernel.FloatLossKernels;
import org.gradcore.presets.Native;

/** Losses and their gradients in C++. */
public final class OpenblasFloatLossKernels implements FloatLossKernels {
  private final int isa;

  /**
   * The kernels compiled for one instruction set.
   *
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   */
  public OpenblasFloatLossKernels(int isa) {
    this.isa = isa;
  }

  @Override
  public double softmaxCrossEntropy(
      float[] logits,
      int logitsOffset,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int classes,
      float gradientScale,
      double carry) {
    int chunk = Chunks.softmaxRows(classes);
    int n;
    for (int i = 0; i < rows; i += n) {
      n = Math.min(chunk, rows - i);
      carry =
          Indices.checked(
              Native.gradcore_softmaxCrossEntropy_float(
                  isa,
                  logits,
                  logitsOffset + i * classes,
                  target,
                  targetOffset + i,
                  weight,
                  weightOffset + i,
                  loss,
                  lossOffset + i,
                  gradient,
                  gradientOffset + i * classes,
                  n,
                  classes,
                  gradientScale,
                  carry));
    }
    return carry;
  }
}
