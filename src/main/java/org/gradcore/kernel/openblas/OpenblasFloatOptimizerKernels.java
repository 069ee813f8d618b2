package org.gradcore.kernel.openblas;

import org.gradcore.kernel.FloatOptimizerKernels;
import org.gradcore.presets.Native;

/** Optimizer steps in C++. */
public final class OpenblasFloatOptimizerKernels implements FloatOptimizerKernels {
  private final int isa;

  /**
   * The kernels compiled for one instruction set.
   *
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   */
  public OpenblasFloatOptimizerKernels(int isa) {
    this.isa = isa;
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
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_sgd_float(
          isa,
          param,
          paramOffset + i,
          gradient,
          gradientOffset + i,
          n,
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
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_sgdMomentum_float(
          isa,
          param,
          paramOffset + i,
          gradient,
          gradientOffset + i,
          buffer,
          bufferOffset + i,
          n,
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
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_adam_float(
          isa,
          param,
          paramOffset + i,
          gradient,
          gradientOffset + i,
          expAvg,
          expAvgOffset + i,
          expAvgSq,
          expAvgSqOffset + i,
          n,
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
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_adamAmsgrad_float(
          isa,
          param,
          paramOffset + i,
          gradient,
          gradientOffset + i,
          expAvg,
          expAvgOffset + i,
          expAvgSq,
          expAvgSqOffset + i,
          maxExpAvgSq,
          maxExpAvgSqOffset + i,
          n,
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
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_rmsprop_float(
          isa,
          param,
          paramOffset + i,
          gradient,
          gradientOffset + i,
          squareAverage,
          squareAverageOffset + i,
          gradientAverage,
          gradientAverageOffset + i,
          buffer,
          bufferOffset + i,
          n,
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
