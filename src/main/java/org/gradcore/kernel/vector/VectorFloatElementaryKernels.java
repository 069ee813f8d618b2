package org.gradcore.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatElementaryKernels;
import org.gradcore.kernel.scalar.ScalarFloatElementaryKernels;

/**
 * Elementary functions over arrays with the Vector API. The elements after the last whole vector
 * are computed by one more vector, which overlaps the one before. Each loop calls its function at
 * one place only (see {@link VectorFloatMath}), and loads the next vector before it stores, since x
 * and y may be the same range. Ranges shorter than a vector are left to the scalar kernels; they
 * are told apart outside the method with the loop, so that the calls there are always hot.
 */
public final class VectorFloatElementaryKernels implements FloatElementaryKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private static final FloatElementaryKernels SCALAR = new ScalarFloatElementaryKernels();

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < WIDTH) {
      SCALAR.exp(x, xOffset, y, yOffset, length);
    } else {
      expVectors(x, xOffset, y, yOffset, length - WIDTH);
    }
  }

  private static void expVectors(float[] x, int xOffset, float[] y, int yOffset, int last) {
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (i <= last) {
      FloatVector u = VectorFloatMath.exp(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      i = i < last ? next : last + 1;
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < WIDTH) {
      SCALAR.log(x, xOffset, y, yOffset, length);
    } else {
      logVectors(x, xOffset, y, yOffset, length - WIDTH);
    }
  }

  private static void logVectors(float[] x, int xOffset, float[] y, int yOffset, int last) {
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (i <= last) {
      FloatVector u = VectorFloatMath.log(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      i = i < last ? next : last + 1;
    }
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < WIDTH) {
      SCALAR.log1p(x, xOffset, y, yOffset, length);
    } else {
      log1pVectors(x, xOffset, y, yOffset, length - WIDTH);
    }
  }

  private static void log1pVectors(float[] x, int xOffset, float[] y, int yOffset, int last) {
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (i <= last) {
      FloatVector u = VectorFloatMath.log1p(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      i = i < last ? next : last + 1;
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < WIDTH) {
      SCALAR.tanh(x, xOffset, y, yOffset, length);
    } else {
      tanhVectors(x, xOffset, y, yOffset, length - WIDTH);
    }
  }

  private static void tanhVectors(float[] x, int xOffset, float[] y, int yOffset, int last) {
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (i <= last) {
      FloatVector u = VectorFloatMath.tanh(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      i = i < last ? next : last + 1;
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    if (length < WIDTH) {
      SCALAR.sigmoid(x, xOffset, y, yOffset, length);
    } else {
      sigmoidVectors(x, xOffset, y, yOffset, length - WIDTH);
    }
  }

  private static void sigmoidVectors(float[] x, int xOffset, float[] y, int yOffset, int last) {
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (i <= last) {
      FloatVector u = VectorFloatMath.sigmoid(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      i = i < last ? next : last + 1;
    }
  }
}
