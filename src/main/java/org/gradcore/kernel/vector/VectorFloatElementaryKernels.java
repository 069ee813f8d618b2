package org.gradcore.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatElementaryKernels;

/**
 * Elementary functions over arrays with the Vector API. The masked tails are methods of their own:
 * there the call of the function is hot, so that C2 inlines it however rarely a tail occurs.
 */
public final class VectorFloatElementaryKernels implements FloatElementaryKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private static FloatVector load(float[] x, int index) {
    return FloatVector.fromArray(SPECIES, x, index);
  }

  private static FloatVector load(float[] x, int index, VectorMask<Float> mask) {
    return FloatVector.fromArray(SPECIES, x, index, mask);
  }

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      VectorFloatMath.exp(load(x, xOffset + i)).intoArray(y, yOffset + i);
    }
    if (end < length) {
      expTail(x, xOffset + end, y, yOffset + end, length - end);
    }
  }

  private static void expTail(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, length);
    VectorFloatMath.exp(load(x, xOffset, mask)).intoArray(y, yOffset, mask);
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      VectorFloatMath.log(load(x, xOffset + i)).intoArray(y, yOffset + i);
    }
    if (end < length) {
      logTail(x, xOffset + end, y, yOffset + end, length - end);
    }
  }

  private static void logTail(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, length);
    VectorFloatMath.log(load(x, xOffset, mask)).intoArray(y, yOffset, mask);
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      VectorFloatMath.log1p(load(x, xOffset + i)).intoArray(y, yOffset + i);
    }
    if (end < length) {
      log1pTail(x, xOffset + end, y, yOffset + end, length - end);
    }
  }

  private static void log1pTail(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, length);
    VectorFloatMath.log1p(load(x, xOffset, mask)).intoArray(y, yOffset, mask);
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      VectorFloatMath.tanh(load(x, xOffset + i)).intoArray(y, yOffset + i);
    }
    if (end < length) {
      tanhTail(x, xOffset + end, y, yOffset + end, length - end);
    }
  }

  private static void tanhTail(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, length);
    VectorFloatMath.tanh(load(x, xOffset, mask)).intoArray(y, yOffset, mask);
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      VectorFloatMath.sigmoid(load(x, xOffset + i)).intoArray(y, yOffset + i);
    }
    if (end < length) {
      sigmoidTail(x, xOffset + end, y, yOffset + end, length - end);
    }
  }

  private static void sigmoidTail(float[] x, int xOffset, float[] y, int yOffset, int length) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, length);
    VectorFloatMath.sigmoid(load(x, xOffset, mask)).intoArray(y, yOffset, mask);
  }
}
