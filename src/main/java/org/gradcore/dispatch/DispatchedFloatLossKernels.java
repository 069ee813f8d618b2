package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatKernelChecks;
import org.gradcore.kernel.FloatLossKernels;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of losses and sends them to the chosen backend. */
final class DispatchedFloatLossKernels implements FloatLossKernels {
  private final Route<FloatLossKernels> softmaxCrossEntropy;

  DispatchedFloatLossKernels(Kernels kernels) {
    softmaxCrossEntropy = route(kernels, Kernel.SOFTMAX_CROSS_ENTROPY);
  }

  private static Route<FloatLossKernels> route(Kernels kernels, Kernel kernel) {
    return new Route<>(
        kernels,
        kernel,
        float.class,
        Variants.count(kernel),
        candidate -> kernels.floatKernels(candidate).losses());
  }

  @Override
  public double softmaxCrossEntropy(
      float[] logits,
      int logitsOffset,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int classes,
      float gradientScale,
      double carry) {
    FloatKernelChecks.softmaxCrossEntropy(
        logits,
        logitsOffset,
        target,
        targetOffset,
        weight,
        weightOffset,
        loss,
        lossOffset,
        gradient,
        gradientOffset,
        rows,
        classes);
    int variant = Variants.loss(weight != null, loss != null, gradient != null);
    return softmaxCrossEntropy
        .at(variant, (long) rows * classes)
        .softmaxCrossEntropy(
            logits,
            logitsOffset,
            target,
            targetOffset,
            weight,
            weightOffset,
            loss,
            lossOffset,
            gradient,
            gradientOffset,
            rows,
            classes,
            gradientScale,
            carry);
  }
}
