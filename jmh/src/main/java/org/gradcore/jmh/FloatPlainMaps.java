package org.gradcore.jmh;

import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.scalar.ScalarFloatMaps;

/**
 * Plain loops of maps: functions by {@link Math}. Without a function, the scalar backend is just
 * that.
 */
final class FloatPlainMaps {
  private FloatPlainMaps() {}

  static FloatMapKernel of(Kernel kernel) {
    return switch (kernel) {
      case EXP -> FloatPlainMaps::exp;
      case LOG -> FloatPlainMaps::log;
      case LOG1P -> FloatPlainMaps::log1p;
      case TANH -> FloatPlainMaps::tanh;
      case SIGMOID -> FloatPlainMaps::sigmoid;
      default -> ScalarFloatMaps.of(kernel);
    };
  }

  private static void exp(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.exp(x[xOffset + i]);
    }
  }

  private static void log(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.log(x[xOffset + i]);
    }
  }

  private static void log1p(
      float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.log1p(x[xOffset + i]);
    }
  }

  private static void tanh(
      float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.tanh(x[xOffset + i]);
    }
  }

  private static void sigmoid(
      float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = FloatPlainKernels.sigmoid(x[xOffset + i]);
    }
  }
}
