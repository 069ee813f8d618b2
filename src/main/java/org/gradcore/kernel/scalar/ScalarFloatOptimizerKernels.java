package org.gradcore.kernel.scalar;

import org.gradcore.kernel.FloatOptimizerKernels;

/** Optimizer steps in plain Java: the oracle of the other backends and the last resort. */
public final class ScalarFloatOptimizerKernels implements FloatOptimizerKernels {
  @Override
  public void sgd(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      float learningRate,
      float weightDecay,
      int flags) {
    boolean maximize = (flags & MAXIMIZE) != 0;
    for (int i = 0; i < length; i++) {
      float w = param[paramOffset + i];
      float g = gradient[gradientOffset + i];
      g = maximize ? -g : g;
      if (weightDecay != 0) {
        g = Math.fma(weightDecay, w, g);
      }
      param[paramOffset + i] = Math.fma(-learningRate, g, w);
    }
  }

  @Override
  public void sgdMomentum(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] buffer,
      int bufferOffset,
      int length,
      float learningRate,
      float momentum,
      float gradientFactor,
      float weightDecay,
      int flags) {
    boolean maximize = (flags & MAXIMIZE) != 0;
    boolean nesterov = (flags & NESTEROV) != 0;
    boolean firstStep = (flags & FIRST_STEP) != 0;
    for (int i = 0; i < length; i++) {
      float w = param[paramOffset + i];
      float g = gradient[gradientOffset + i];
      g = maximize ? -g : g;
      if (weightDecay != 0) {
        g = Math.fma(weightDecay, w, g);
      }
      float b = firstStep ? g : Math.fma(momentum, buffer[bufferOffset + i], gradientFactor * g);
      buffer[bufferOffset + i] = b;
      float d = nesterov ? Math.fma(momentum, b, g) : b;
      param[paramOffset + i] = Math.fma(-learningRate, d, w);
    }
  }

  @Override
  public void adam(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] expAvg,
      int expAvgOffset,
      float[] expAvgSq,
      int expAvgSqOffset,
      int length,
      float beta1Complement,
      float beta2,
      float beta2Complement,
      float stepSize,
      float inverseSqrtCorrection2,
      float epsilon,
      float weightDecay,
      float decay,
      int flags) {
    boolean maximize = (flags & MAXIMIZE) != 0;
    for (int i = 0; i < length; i++) {
      float w = param[paramOffset + i];
      float g = gradient[gradientOffset + i];
      g = maximize ? -g : g;
      if (weightDecay != 0) {
        g = Math.fma(weightDecay, w, g);
      }
      w = w * decay;
      float m = expAvg[expAvgOffset + i];
      m = Math.fma(beta1Complement, g - m, m);
      expAvg[expAvgOffset + i] = m;
      float v = Math.fma(beta2Complement * g, g, beta2 * expAvgSq[expAvgSqOffset + i]);
      expAvgSq[expAvgSqOffset + i] = v;
      float d = Math.fma((float) Math.sqrt(v), inverseSqrtCorrection2, epsilon);
      param[paramOffset + i] = Math.fma(-stepSize, m / d, w);
    }
  }

  @Override
  public void adamAmsgrad(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] expAvg,
      int expAvgOffset,
      float[] expAvgSq,
      int expAvgSqOffset,
      float[] maxExpAvgSq,
      int maxExpAvgSqOffset,
      int length,
      float beta1Complement,
      float beta2,
      float beta2Complement,
      float stepSize,
      float inverseSqrtCorrection2,
      float epsilon,
      float weightDecay,
      float decay,
      int flags) {
    boolean maximize = (flags & MAXIMIZE) != 0;
    for (int i = 0; i < length; i++) {
      float w = param[paramOffset + i];
      float g = gradient[gradientOffset + i];
      g = maximize ? -g : g;
      if (weightDecay != 0) {
        g = Math.fma(weightDecay, w, g);
      }
      w = w * decay;
      float m = expAvg[expAvgOffset + i];
      m = Math.fma(beta1Complement, g - m, m);
      expAvg[expAvgOffset + i] = m;
      float v = Math.fma(beta2Complement * g, g, beta2 * expAvgSq[expAvgSqOffset + i]);
      expAvgSq[expAvgSqOffset + i] = v;
      float x = maxExpAvgSq[maxExpAvgSqOffset + i];
      x = v <= x ? x : v;
      maxExpAvgSq[maxExpAvgSqOffset + i] = x;
      float d = Math.fma((float) Math.sqrt(x), inverseSqrtCorrection2, epsilon);
      param[paramOffset + i] = Math.fma(-stepSize, m / d, w);
    }
  }

  @Override
  public void rmsprop(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] squareAverage,
      int squareAverageOffset,
      float[] gradientAverage,
      int gradientAverageOffset,
      float[] buffer,
      int bufferOffset,
      int length,
      float learningRate,
      float alpha,
      float alphaComplement,
      float epsilon,
      float weightDecay,
      float momentum,
      int flags) {
    boolean maximize = (flags & MAXIMIZE) != 0;
    for (int i = 0; i < length; i++) {
      float w = param[paramOffset + i];
      float g = gradient[gradientOffset + i];
      g = maximize ? -g : g;
      if (weightDecay != 0) {
        g = Math.fma(weightDecay, w, g);
      }
      float v = Math.fma(alphaComplement * g, g, alpha * squareAverage[squareAverageOffset + i]);
      squareAverage[squareAverageOffset + i] = v;
      float x = v;
      if (gradientAverage != null) {
        float a = gradientAverage[gradientAverageOffset + i];
        a = Math.fma(alphaComplement, g - a, a);
        gradientAverage[gradientAverageOffset + i] = a;
        x = Math.fma(-a, a, v);
      }
      float step = g / ((float) Math.sqrt(x) + epsilon);
      if (buffer != null) {
        step = Math.fma(momentum, buffer[bufferOffset + i], step);
        buffer[bufferOffset + i] = step;
      }
      param[paramOffset + i] = Math.fma(-learningRate, step, w);
    }
  }
}
