package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatKernelChecks;
import org.gradcore.kernel.FloatOptimizerKernels;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of optimizer steps and sends them to the chosen backend. */
final class DispatchedFloatOptimizerKernels implements FloatOptimizerKernels {
  private final Route<FloatOptimizerKernels> sgd;
  private final Route<FloatOptimizerKernels> sgdMomentum;
  private final Route<FloatOptimizerKernels> adam;
  private final Route<FloatOptimizerKernels> adamAmsgrad;
  private final Route<FloatOptimizerKernels> rmsprop;

  DispatchedFloatOptimizerKernels(Kernels kernels) {
    sgd = route(kernels, Kernel.SGD);
    sgdMomentum = route(kernels, Kernel.SGD_MOMENTUM);
    adam = route(kernels, Kernel.ADAM);
    adamAmsgrad = route(kernels, Kernel.ADAM_AMSGRAD);
    rmsprop = route(kernels, Kernel.RMSPROP);
  }

  private static Route<FloatOptimizerKernels> route(Kernels kernels, Kernel kernel) {
    return new Route<>(
        kernels,
        kernel,
        float.class,
        Variants.count(kernel),
        candidate -> kernels.floatKernels(candidate).optimizers());
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
    FloatKernelChecks.sgd(param, paramOffset, gradient, gradientOffset, length, flags);
    int variant = Variants.optimizer(flags, weightDecay != 0);
    sgd.at(variant, length)
        .sgd(
            param, paramOffset, gradient, gradientOffset, length, learningRate, weightDecay, flags);
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
    FloatKernelChecks.sgdMomentum(
        param, paramOffset, gradient, gradientOffset, buffer, bufferOffset, length, flags);
    int variant = Variants.optimizer(flags, weightDecay != 0);
    sgdMomentum
        .at(variant, length)
        .sgdMomentum(
            param,
            paramOffset,
            gradient,
            gradientOffset,
            buffer,
            bufferOffset,
            length,
            learningRate,
            momentum,
            gradientFactor,
            weightDecay,
            flags);
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
    FloatKernelChecks.adam(
        param,
        paramOffset,
        gradient,
        gradientOffset,
        expAvg,
        expAvgOffset,
        expAvgSq,
        expAvgSqOffset,
        length,
        flags);
    int variant = Variants.optimizer(flags, weightDecay != 0);
    adam.at(variant, length)
        .adam(
            param,
            paramOffset,
            gradient,
            gradientOffset,
            expAvg,
            expAvgOffset,
            expAvgSq,
            expAvgSqOffset,
            length,
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
    FloatKernelChecks.adamAmsgrad(
        param,
        paramOffset,
        gradient,
        gradientOffset,
        expAvg,
        expAvgOffset,
        expAvgSq,
        expAvgSqOffset,
        maxExpAvgSq,
        maxExpAvgSqOffset,
        length,
        flags);
    int variant = Variants.optimizer(flags, weightDecay != 0);
    adamAmsgrad
        .at(variant, length)
        .adamAmsgrad(
            param,
            paramOffset,
            gradient,
            gradientOffset,
            expAvg,
            expAvgOffset,
            expAvgSq,
            expAvgSqOffset,
            maxExpAvgSq,
            maxExpAvgSqOffset,
            length,
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
    FloatKernelChecks.rmsprop(
        param,
        paramOffset,
        gradient,
        gradientOffset,
        squareAverage,
        squareAverageOffset,
        gradientAverage,
        gradientAverageOffset,
        buffer,
        bufferOffset,
        length,
        flags);
    int variant =
        Variants.rmsprop(flags, weightDecay != 0, gradientAverage != null, buffer != null);
    rmsprop
        .at(variant, length)
        .rmsprop(
            param,
            paramOffset,
            gradient,
            gradientOffset,
            squareAverage,
            squareAverageOffset,
            gradientAverage,
            gradientAverageOffset,
            buffer,
            bufferOffset,
            length,
            learningRate,
            alpha,
            alphaComplement,
            epsilon,
            weightDecay,
            momentum,
            flags);
  }
}
