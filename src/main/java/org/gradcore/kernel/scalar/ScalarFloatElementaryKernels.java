package org.gradcore.kernel.scalar;

import org.gradcore.kernel.FloatElementaryKernels;

/** Elementary functions over arrays in plain Java. */
public final class ScalarFloatElementaryKernels implements FloatElementaryKernels {
  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = FloatMath.exp(x[xOffset + i]);
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = FloatMath.log(x[xOffset + i]);
    }
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = FloatMath.log1p(x[xOffset + i]);
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = FloatMath.tanh(x[xOffset + i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
    }
  }
}
