package org.gradcore.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatElementaryKernels;
import org.gradcore.kernel.scalar.ScalarFloatElementaryKernels;

/**
 * Elementary functions over arrays with the Vector API. The elements after the last whole vector
 * are computed by one more vector, which overlaps the one before: each loop calls its function at
 * one place (see {@link VectorFloatMath}) and loads the next vector before it stores the last, since
 * x and y may be the same range. Ranges shorter than a vector are left to the scalar kernels.
 */
public final class VectorFloatElementaryKernels implements FloatElementaryKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private static final FloatElementaryKernels SCALAR = new ScalarFloatElementaryKernels();

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int last = length - WIDTH;
    if (last < 0) {
      SCALAR.exp(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (true) {
      FloatVector u = VectorFloatMath.exp(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      if (i == last) {
        break;
      }
      i = next;
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int last = length - WIDTH;
    if (last < 0) {
      SCALAR.log(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (true) {
      FloatVector u = VectorFloatMath.log(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      if (i == last) {
        break;
      }
      i = next;
    }
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int last = length - WIDTH;
    if (last < 0) {
      SCALAR.log1p(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (true) {
      FloatVector u = VectorFloatMath.log1p(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      if (i == last) {
        break;
      }
      i = next;
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int last = length - WIDTH;
    if (last < 0) {
      SCALAR.tanh(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (true) {
      FloatVector u = VectorFloatMath.tanh(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      if (i == last) {
        break;
      }
      i = next;
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int last = length - WIDTH;
    if (last < 0) {
      SCALAR.sigmoid(x, xOffset, y, yOffset, length);
      return;
    }
    FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset);
    int i = 0;
    while (true) {
      FloatVector u = VectorFloatMath.sigmoid(v);
      int next = Math.min(i + WIDTH, last);
      v = FloatVector.fromArray(SPECIES, x, xOffset + next);
      u.intoArray(y, yOffset + i);
      if (i == last) {
        break;
      }
      i = next;
    }
  }
}
