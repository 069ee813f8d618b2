package org.gradcore.kernel.openblas;

import org.gradcore.kernel.FloatElementaryKernels;
import org.gradcore.presets.Native;

/** Elementary functions over arrays in C++. */
public final class OpenblasFloatElementaryKernels implements FloatElementaryKernels {
  private final int isa;

  /**
   * The kernels compiled for one instruction set.
   *
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   */
  public OpenblasFloatElementaryKernels(int isa) {
    this.isa = isa;
  }

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_exp_float(isa, x, xOffset + i, y, yOffset + i, n);
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_log_float(isa, x, xOffset + i, y, yOffset + i, n);
    }
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_log1p_float(isa, x, xOffset + i, y, yOffset + i, n);
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_tanh_float(isa, x, xOffset + i, y, yOffset + i, n);
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_sigmoid_float(isa, x, xOffset + i, y, yOffset + i, n);
    }
  }
}
