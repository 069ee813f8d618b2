package org.gradcore.kernel.openblas;

import org.gradcore.kernel.FloatReductionKernels;
import org.gradcore.presets.Native;

/** Reductions in C++. */
public final class OpenblasFloatReductionKernels implements FloatReductionKernels {
  private final int isa;

  /**
   * The kernels compiled for one instruction set.
   *
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   */
  public OpenblasFloatReductionKernels(int isa) {
    this.isa = isa;
  }

  @Override
  public double dot(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      carry = Native.gradcore_dot_float(isa, x, xOffset + i, y, yOffset + i, n, carry);
    }
    return carry;
  }

  @Override
  public double sum(float[] x, int xOffset, int length, double carry) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      carry = Native.gradcore_sum_float(isa, x, xOffset + i, n, carry);
    }
    return carry;
  }

  @Override
  public double sumOfSquares(float[] x, int xOffset, int length, double carry) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      carry = Native.gradcore_sumOfSquares_float(isa, x, xOffset + i, n, carry);
    }
    return carry;
  }

  @Override
  public float absMax(float[] x, int xOffset, int length) {
    float max = 0;
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      float a = Native.gradcore_absMax_float(isa, x, xOffset + i, n);
      max = a > max || a != a ? a : max;
    }
    return max;
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_axpy_float(isa, alpha, x, xOffset + i, y, yOffset + i, n);
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_scale_float(isa, alpha, x, xOffset + i, n);
    }
  }
}
