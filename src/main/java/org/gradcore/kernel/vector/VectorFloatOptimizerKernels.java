package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatOptimizerKernels;
import org.gradcore.kernel.scalar.ScalarFloatOptimizerKernels;

/**
 * Optimizer steps with the Vector API. The elements after the last whole vector are left to the
 * scalar kernels, which compute the same operations.
 *
 * <p>No vector is passed to or returned by a method of ours: C2 inlines such methods only within a
 * budget of nodes, which vector code uses up quickly, and a vector that crosses a call is
 * allocated.
 */
public final class VectorFloatOptimizerKernels implements FloatOptimizerKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT_STREAM;
  private static final int WIDTH = SPECIES.length();

  private static final FloatOptimizerKernels SCALAR = new ScalarFloatOptimizerKernels();

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
      FloatVector w = FloatVector.fromArray(SPECIES, param, paramOffset + i);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      if (maximize) {
        g = g.neg();
      }
      if (weightDecay != 0) {
        g = w.lanewise(FMA, weightDecay, g);
      }
      g.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      SCALAR.sgd(
          param,
          paramOffset + end,
          gradient,
          gradientOffset + end,
          length - end,
          learningRate,
          weightDecay,
          flags);
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
      FloatVector w = FloatVector.fromArray(SPECIES, param, paramOffset + i);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      if (maximize) {
        g = g.neg();
      }
      if (weightDecay != 0) {
        g = w.lanewise(FMA, weightDecay, g);
      }
      FloatVector b = g;
      if (!firstStep) {
        b = FloatVector.fromArray(SPECIES, buffer, bufferOffset + i);
        b = b.lanewise(FMA, momentum, g.mul(gradientFactor));
      }
      b.intoArray(buffer, bufferOffset + i);
      FloatVector d = nesterov ? b.lanewise(FMA, momentum, g) : b;
      d.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      SCALAR.sgdMomentum(
          param,
          paramOffset + end,
          gradient,
          gradientOffset + end,
          buffer,
          bufferOffset + end,
          length - end,
          learningRate,
          momentum,
          gradientFactor,
          weightDecay,
          flags);
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = FloatVector.fromArray(SPECIES, param, paramOffset + i);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      if (maximize) {
        g = g.neg();
      }
      if (weightDecay != 0) {
        g = w.lanewise(FMA, weightDecay, g);
      }
      FloatVector m = FloatVector.fromArray(SPECIES, expAvg, expAvgOffset + i);
      m = g.sub(m).lanewise(FMA, beta1Complement, m);
      m.intoArray(expAvg, expAvgOffset + i);
      FloatVector v = FloatVector.fromArray(SPECIES, expAvgSq, expAvgSqOffset + i);
      v = g.mul(beta2Complement).lanewise(FMA, g, v.mul(beta2));
      v.intoArray(expAvgSq, expAvgSqOffset + i);
      FloatVector d = v.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
      m.div(d).lanewise(FMA, -stepSize, w.mul(decay)).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      SCALAR.adam(
          param,
          paramOffset + end,
          gradient,
          gradientOffset + end,
          expAvg,
          expAvgOffset + end,
          expAvgSq,
          expAvgSqOffset + end,
          length - end,
          beta1Complement,
          beta2,
          beta2Complement,
          stepSize,
          inverseSqrtCorrection2,
          epsilon,
          weightDecay,
          decay,
          flags);
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = FloatVector.fromArray(SPECIES, param, paramOffset + i);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      if (maximize) {
        g = g.neg();
      }
      if (weightDecay != 0) {
        g = w.lanewise(FMA, weightDecay, g);
      }
      FloatVector m = FloatVector.fromArray(SPECIES, expAvg, expAvgOffset + i);
      m = g.sub(m).lanewise(FMA, beta1Complement, m);
      m.intoArray(expAvg, expAvgOffset + i);
      FloatVector v = FloatVector.fromArray(SPECIES, expAvgSq, expAvgSqOffset + i);
      v = g.mul(beta2Complement).lanewise(FMA, g, v.mul(beta2));
      v.intoArray(expAvgSq, expAvgSqOffset + i);
      FloatVector x = FloatVector.fromArray(SPECIES, maxExpAvgSq, maxExpAvgSqOffset + i);
      x = v.blend(x, v.compare(LE, x));
      x.intoArray(maxExpAvgSq, maxExpAvgSqOffset + i);
      FloatVector d = x.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
      m.div(d).lanewise(FMA, -stepSize, w.mul(decay)).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      SCALAR.adamAmsgrad(
          param,
          paramOffset + end,
          gradient,
          gradientOffset + end,
          expAvg,
          expAvgOffset + end,
          expAvgSq,
          expAvgSqOffset + end,
          maxExpAvgSq,
          maxExpAvgSqOffset + end,
          length - end,
          beta1Complement,
          beta2,
          beta2Complement,
          stepSize,
          inverseSqrtCorrection2,
          epsilon,
          weightDecay,
          decay,
          flags);
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
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector w = FloatVector.fromArray(SPECIES, param, paramOffset + i);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      if (maximize) {
        g = g.neg();
      }
      if (weightDecay != 0) {
        g = w.lanewise(FMA, weightDecay, g);
      }
      FloatVector x = FloatVector.fromArray(SPECIES, squareAverage, squareAverageOffset + i);
      x = g.mul(alphaComplement).lanewise(FMA, g, x.mul(alpha));
      x.intoArray(squareAverage, squareAverageOffset + i);
      if (gradientAverage != null) {
        FloatVector a = FloatVector.fromArray(SPECIES, gradientAverage, gradientAverageOffset + i);
        a = g.sub(a).lanewise(FMA, alphaComplement, a);
        a.intoArray(gradientAverage, gradientAverageOffset + i);
        x = a.neg().lanewise(FMA, a, x);
      }
      FloatVector step = g.div(x.sqrt().add(epsilon));
      if (buffer != null) {
        FloatVector b = FloatVector.fromArray(SPECIES, buffer, bufferOffset + i);
        step = b.lanewise(FMA, momentum, step);
        step.intoArray(buffer, bufferOffset + i);
      }
      step.lanewise(FMA, -learningRate, w).intoArray(param, paramOffset + i);
    }
    if (end < length) {
      SCALAR.rmsprop(
          param,
          paramOffset + end,
          gradient,
          gradientOffset + end,
          squareAverage,
          squareAverageOffset + end,
          gradientAverage,
          gradientAverageOffset + end,
          buffer,
          bufferOffset + end,
          length - end,
          learningRate,
          alpha,
          alphaComplement,
          epsilon,
          weightDecay,
          momentum,
          flags);
    }
  }
}
