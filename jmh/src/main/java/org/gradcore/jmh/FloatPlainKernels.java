package org.gradcore.jmh;

import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.scalar.ScalarFloatPointLosses;
import org.gradcore.kernel.scalar.ScalarFloatSteps;

/**
 * The plain Java loops that users write who do not have gradcore: one loop, the textbook formula,
 * {@link Math} for functions, a double for sums. C2 may vectorize them. They compute the calls that
 * the benchmarks time and refuse other flags and optional arrays. Those of linear models are in
 * {@link FloatPlainLinears}, of reductions and maps in {@link FloatPlainReductions} and {@link
 * FloatPlainMaps}; of optimizers and other losses, the scalar backend is just that.
 */
final class FloatPlainKernels {
  private FloatPlainKernels() {}

  static void only(boolean condition, String what) {
    if (!condition) {
      throw new UnsupportedOperationException("the plain loop is written for " + what);
    }
  }

  /** The kernels that a workload calls. */
  static FloatKernels kernels() {
    return new FloatKernels(
        ScalarFloatSteps::of,
        FloatPlainKernels::pointLoss,
        kernel -> FloatPlainKernels::softmaxCrossEntropy,
        FloatPlainLinears::of,
        FloatPlainReductions::of,
        FloatPlainMaps::of);
  }

  private static FloatPointLossKernel pointLoss(Kernel kernel) {
    return switch (kernel) {
      case SQUARED_ERROR -> FloatPlainKernels::squaredError;
      case LOGISTIC -> FloatPlainKernels::logistic;
      default -> ScalarFloatPointLosses.of(kernel);
    };
  }

  private static void onlyTheGradient(FloatPointLoss call) {
    only(
        call.weight() == null
            && call.loss() == null
            && call.gradient() != null
            && call.flags() == 0,
        "the sum and the gradient, without flags");
  }

  private static double squaredError(FloatPointLoss call, int from, int count, double carry) {
    onlyTheGradient(call);
    float[] prediction = call.prediction();
    int predictionAt = call.predictionOffset() + from;
    float[] target = call.target();
    int targetAt = call.targetOffset() + from;
    float[] gradient = call.gradient();
    int gradientAt = call.gradientOffset() + from;
    float gradientScale = call.gradientScale();
    float factor = call.scalar(0);
    double sum = carry;
    for (int i = 0; i < count; i++) {
      float e = prediction[predictionAt + i] - target[targetAt + i];
      sum += factor * e * e;
      gradient[gradientAt + i] = gradientScale * 2 * factor * e;
    }
    return sum;
  }

  private static double logistic(FloatPointLoss call, int from, int count, double carry) {
    onlyTheGradient(call);
    float[] logit = call.prediction();
    int logitAt = call.predictionOffset() + from;
    float[] target = call.target();
    int targetAt = call.targetOffset() + from;
    float[] gradient = call.gradient();
    int gradientAt = call.gradientOffset() + from;
    float gradientScale = call.gradientScale();
    double sum = carry;
    for (int i = 0; i < count; i++) {
      float z = logit[logitAt + i];
      float y = target[targetAt + i];
      sum += logisticLoss(z, y);
      gradient[gradientAt + i] = gradientScale * (sigmoid(z) - y);
    }
    return sum;
  }

  static float sigmoid(float z) {
    return (float) (1 / (1 + Math.exp(-z)));
  }

  static double logisticLoss(float z, float y) {
    return Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
  }

  /** Makes a row of logits its probabilities, and returns the loss. */
  static double softmax(
      float[] logits, int offset, float[] probabilities, int to, int classes, int target) {
    float max = logits[offset];
    for (int k = 1; k < classes; k++) {
      max = Math.max(max, logits[offset + k]);
    }
    float shifted = logits[offset + target] - max;
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      float e = (float) Math.exp(logits[offset + k] - max);
      probabilities[to + k] = e;
      sum += e;
    }
    for (int k = 0; k < classes; k++) {
      probabilities[to + k] /= (float) sum;
    }
    return Math.log(sum) - shifted;
  }

  private static double softmaxCrossEntropy(FloatRowLoss call, int from, int count, double carry) {
    only(
        call.weight() == null && call.loss() == null && call.gradient() != null,
        "the sum and the gradient");
    only(call.gradientScale() == 1, "an unscaled gradient");
    int classes = call.classes();
    float[] logits = call.prediction();
    float[] gradient = call.gradient();
    double sum = carry;
    for (int i = from; i < from + count; i++) {
      int y = call.target()[call.targetOffset() + i];
      int to = call.gradientOffset() + i * classes;
      sum += softmax(logits, call.predictionOffset() + i * classes, gradient, to, classes, y);
      gradient[to + y] -= 1;
    }
    return sum;
  }
}
