package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatOptimizerKernels;

/**
 * Optimizer steps with the Vector API: whole vectors, then one masked vector that computes exactly
 * the same operations.
 *
 * <p>The helpers are shorter than 35 bytecodes, so that C2 inlines them at cold call sites too: a
 * vector that is passed to a method that is not inlined is allocated.
 */
public final class VectorFloatOptimizerKernels implements FloatOptimizerKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private static FloatVector load(float[] a, int index) {
    return FloatVector.fromArray(SPECIES, a, index);
  }

  private static FloatVector load(float[] a, int index, VectorMask<Float> mask) {
    return FloatVector.fromArray(SPECIES, a, index, mask);
  }

  /** The gradient with its sign and coupled weight decay. */
  private static FloatVector direction(
      FloatVector g, FloatVector w, boolean maximize, float weightDecay) {
    FloatVector signed = maximize ? g.neg() : g;
    return weightDecay != 0 ? w.lanewise(FMA, weightDecay, signed) : signed;
  }

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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = load(param, paramOffset + i);
      FloatVector g = direction(load(gradient, gradientOffset + i), w, maximize, weightDecay);
      g.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector w = load(param, paramOffset + end, tail);
      FloatVector g =
          direction(load(gradient, gradientOffset + end, tail), w, maximize, weightDecay);
      g.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + end, tail);
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = load(param, paramOffset + i);
      FloatVector g = direction(load(gradient, gradientOffset + i), w, maximize, weightDecay);
      FloatVector b = velocity(load(buffer, bufferOffset + i), g, momentum, gradientFactor);
      b = firstStep ? g : b;
      b.intoArray(buffer, bufferOffset + i);
      FloatVector d = nesterov ? b.lanewise(FMA, momentum, g) : b;
      d.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector w = load(param, paramOffset + end, tail);
      FloatVector g =
          direction(load(gradient, gradientOffset + end, tail), w, maximize, weightDecay);
      FloatVector b = load(buffer, bufferOffset + end, tail);
      b = firstStep ? g : velocity(b, g, momentum, gradientFactor);
      b.intoArray(buffer, bufferOffset + end, tail);
      FloatVector d = nesterov ? b.lanewise(FMA, momentum, g) : b;
      d.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + end, tail);
    }
  }

  /** {@code fma(momentum, b, gradientFactor * g)}. */
  private static FloatVector velocity(
      FloatVector b, FloatVector g, float momentum, float gradientFactor) {
    return b.lanewise(FMA, momentum, g.mul(gradientFactor));
  }

  /** {@code fma(complement, g - m, m)}: the exponential average moved towards g. */
  private static FloatVector average(FloatVector m, FloatVector g, float complement) {
    return g.sub(m).lanewise(FMA, complement, m);
  }

  /** {@code fma(complement * g, g, beta * v)}: the exponential average of squares. */
  private static FloatVector averageOfSquares(
      FloatVector v, FloatVector g, float beta, float complement) {
    return g.mul(complement).lanewise(FMA, g, v.mul(beta));
  }

  /** {@code fma(-stepSize, m / d, w * decay)} with {@code d = fma(sqrt(v), correction, epsilon)}. */
  private static FloatVector adamUpdate(
      FloatVector w,
      FloatVector m,
      FloatVector v,
      float correction,
      float epsilon,
      float stepSize,
      float decay) {
    return m.div(v.sqrt().lanewise(FMA, correction, epsilon))
        .lanewise(FMA, -stepSize, w.mul(decay));
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = load(param, paramOffset + i);
      FloatVector g = direction(load(gradient, gradientOffset + i), w, maximize, weightDecay);
      FloatVector m = average(load(expAvg, expAvgOffset + i), g, beta1Complement);
      m.intoArray(expAvg, expAvgOffset + i);
      FloatVector v = load(expAvgSq, expAvgSqOffset + i);
      v = averageOfSquares(v, g, beta2, beta2Complement);
      v.intoArray(expAvgSq, expAvgSqOffset + i);
      adamUpdate(w, m, v, inverseSqrtCorrection2, epsilon, stepSize, decay)
          .intoArray(param, paramOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector w = load(param, paramOffset + end, tail);
      FloatVector g =
          direction(load(gradient, gradientOffset + end, tail), w, maximize, weightDecay);
      FloatVector m = average(load(expAvg, expAvgOffset + end, tail), g, beta1Complement);
      m.intoArray(expAvg, expAvgOffset + end, tail);
      FloatVector v = load(expAvgSq, expAvgSqOffset + end, tail);
      v = averageOfSquares(v, g, beta2, beta2Complement);
      v.intoArray(expAvgSq, expAvgSqOffset + end, tail);
      adamUpdate(w, m, v, inverseSqrtCorrection2, epsilon, stepSize, decay)
          .intoArray(param, paramOffset + end, tail);
    }
  }

  /** {@code (v <= x) ? x : v}. */
  private static FloatVector runningMaximum(FloatVector x, FloatVector v) {
    return v.blend(x, v.compare(LE, x));
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = load(param, paramOffset + i);
      FloatVector g = direction(load(gradient, gradientOffset + i), w, maximize, weightDecay);
      FloatVector m = average(load(expAvg, expAvgOffset + i), g, beta1Complement);
      m.intoArray(expAvg, expAvgOffset + i);
      FloatVector v = load(expAvgSq, expAvgSqOffset + i);
      v = averageOfSquares(v, g, beta2, beta2Complement);
      v.intoArray(expAvgSq, expAvgSqOffset + i);
      FloatVector x = runningMaximum(load(maxExpAvgSq, maxExpAvgSqOffset + i), v);
      x.intoArray(maxExpAvgSq, maxExpAvgSqOffset + i);
      adamUpdate(w, m, x, inverseSqrtCorrection2, epsilon, stepSize, decay)
          .intoArray(param, paramOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector w = load(param, paramOffset + end, tail);
      FloatVector g =
          direction(load(gradient, gradientOffset + end, tail), w, maximize, weightDecay);
      FloatVector m = average(load(expAvg, expAvgOffset + end, tail), g, beta1Complement);
      m.intoArray(expAvg, expAvgOffset + end, tail);
      FloatVector v = load(expAvgSq, expAvgSqOffset + end, tail);
      v = averageOfSquares(v, g, beta2, beta2Complement);
      v.intoArray(expAvgSq, expAvgSqOffset + end, tail);
      FloatVector x = runningMaximum(load(maxExpAvgSq, maxExpAvgSqOffset + end, tail), v);
      x.intoArray(maxExpAvgSq, maxExpAvgSqOffset + end, tail);
      adamUpdate(w, m, x, inverseSqrtCorrection2, epsilon, stepSize, decay)
          .intoArray(param, paramOffset + end, tail);
    }
  }

  /** {@code fma(-a, a, v)}: the variance. */
  private static FloatVector centered(FloatVector v, FloatVector a) {
    return a.neg().lanewise(FMA, a, v);
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = load(param, paramOffset + i);
      FloatVector g = direction(load(gradient, gradientOffset + i), w, maximize, weightDecay);
      FloatVector x = load(squareAverage, squareAverageOffset + i);
      x = averageOfSquares(x, g, alpha, alphaComplement);
      x.intoArray(squareAverage, squareAverageOffset + i);
      if (gradientAverage != null) {
        FloatVector a = load(gradientAverage, gradientAverageOffset + i);
        a = average(a, g, alphaComplement);
        a.intoArray(gradientAverage, gradientAverageOffset + i);
        x = centered(x, a);
      }
      FloatVector step = g.div(x.sqrt().add(epsilon));
      if (buffer != null) {
        step = load(buffer, bufferOffset + i).lanewise(FMA, momentum, step);
        step.intoArray(buffer, bufferOffset + i);
      }
      step.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      FloatVector w = load(param, paramOffset + end, tail);
      FloatVector g =
          direction(load(gradient, gradientOffset + end, tail), w, maximize, weightDecay);
      FloatVector x = load(squareAverage, squareAverageOffset + end, tail);
      x = averageOfSquares(x, g, alpha, alphaComplement);
      x.intoArray(squareAverage, squareAverageOffset + end, tail);
      if (gradientAverage != null) {
        FloatVector a = load(gradientAverage, gradientAverageOffset + end, tail);
        a = average(a, g, alphaComplement);
        a.intoArray(gradientAverage, gradientAverageOffset + end, tail);
        x = centered(x, a);
      }
      FloatVector step = g.div(x.sqrt().add(epsilon));
      if (buffer != null) {
        step = load(buffer, bufferOffset + end, tail).lanewise(FMA, momentum, step);
        step.intoArray(buffer, bufferOffset + end, tail);
      }
      step.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + end, tail);
    }
  }
}
