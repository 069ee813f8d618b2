package org.gradcore.jmh;

import org.gradcore.kernel.FloatElementaryKernels;
import org.gradcore.kernel.FloatLossKernels;
import org.gradcore.kernel.FloatOptimizerKernels;
import org.gradcore.kernel.FloatReductionKernels;

/**
 * The plain Java loops that users write who do not have gradcore: one loop, the textbook formula,
 * {@link Math} for functions, a double for sums. C2 may vectorize them. They compute the calls that
 * the benchmarks time and refuse other flags and optional arrays. Those of linear models are in
 * {@link FloatPlainLinearKernels}.
 */
final class FloatPlainKernels
    implements FloatOptimizerKernels,
        FloatLossKernels,
        FloatReductionKernels,
        FloatElementaryKernels {

  static void only(boolean condition, String what) {
    if (!condition) {
      throw new UnsupportedOperationException("the plain loop is written for " + what);
    }
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
    only(weightDecay == 0 && flags == 0, "no weight decay and no flags");
    for (int i = 0; i < length; i++) {
      param[paramOffset + i] -= learningRate * gradient[gradientOffset + i];
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
    only(weightDecay == 0 && flags == 0, "no weight decay and no flags");
    for (int i = 0; i < length; i++) {
      float b = momentum * buffer[bufferOffset + i] + gradientFactor * gradient[gradientOffset + i];
      buffer[bufferOffset + i] = b;
      param[paramOffset + i] -= learningRate * b;
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
    only(weightDecay == 0 && decay == 1 && flags == 0, "no weight decay and no flags");
    for (int i = 0; i < length; i++) {
      float g = gradient[gradientOffset + i];
      float m = expAvg[expAvgOffset + i] + beta1Complement * (g - expAvg[expAvgOffset + i]);
      float v = beta2 * expAvgSq[expAvgSqOffset + i] + beta2Complement * g * g;
      expAvg[expAvgOffset + i] = m;
      expAvgSq[expAvgSqOffset + i] = v;
      param[paramOffset + i] -=
          stepSize * m / ((float) Math.sqrt(v) * inverseSqrtCorrection2 + epsilon);
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
    only(weightDecay == 0 && decay == 1 && flags == 0, "no weight decay and no flags");
    for (int i = 0; i < length; i++) {
      float g = gradient[gradientOffset + i];
      float m = expAvg[expAvgOffset + i] + beta1Complement * (g - expAvg[expAvgOffset + i]);
      float v = beta2 * expAvgSq[expAvgSqOffset + i] + beta2Complement * g * g;
      float x = Math.max(maxExpAvgSq[maxExpAvgSqOffset + i], v);
      expAvg[expAvgOffset + i] = m;
      expAvgSq[expAvgSqOffset + i] = v;
      maxExpAvgSq[maxExpAvgSqOffset + i] = x;
      param[paramOffset + i] -=
          stepSize * m / ((float) Math.sqrt(x) * inverseSqrtCorrection2 + epsilon);
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
    only(
        gradientAverage == null && buffer == null && weightDecay == 0 && flags == 0,
        "neither centering nor momentum, no weight decay and no flags");
    for (int i = 0; i < length; i++) {
      float g = gradient[gradientOffset + i];
      float v = alpha * squareAverage[squareAverageOffset + i] + alphaComplement * g * g;
      squareAverage[squareAverageOffset + i] = v;
      param[paramOffset + i] -= learningRate * g / ((float) Math.sqrt(v) + epsilon);
    }
  }

  @Override
  public double squaredError(
      float[] prediction,
      int predictionOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      float factor,
      float gradientScale,
      double carry) {
    only(weight == null && loss == null && gradient != null, "the sum and the gradient");
    double sum = carry;
    for (int i = 0; i < length; i++) {
      float e = prediction[predictionOffset + i] - target[targetOffset + i];
      sum += factor * e * e;
      gradient[gradientOffset + i] = gradientScale * 2 * factor * e;
    }
    return sum;
  }

  @Override
  public double logistic(
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      int flags,
      float gradientScale,
      double carry) {
    only(
        weight == null && loss == null && gradient != null && flags == 0,
        "the sum and the gradient, targets 0/1");
    double sum = carry;
    for (int i = 0; i < length; i++) {
      float z = logit[logitOffset + i];
      float y = target[targetOffset + i];
      sum += logisticLoss(z, y);
      gradient[gradientOffset + i] = gradientScale * (sigmoid(z) - y);
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
    only(
        weight == null && loss == null && gradient != null && gradientScale == 1,
        "the sum and the gradient");
    double sum = carry;
    for (int i = 0; i < rows; i++) {
      int y = target[targetOffset + i];
      int to = gradientOffset + i * classes;
      sum += softmax(logits, logitsOffset + i * classes, gradient, to, classes, y);
      gradient[to + y] -= 1;
    }
    return sum;
  }

  @Override
  public double dot(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
    double sum = carry;
    for (int i = 0; i < length; i++) {
      sum += x[xOffset + i] * y[yOffset + i];
    }
    return sum;
  }

  @Override
  public double sum(float[] x, int xOffset, int length, double carry) {
    double sum = carry;
    for (int i = 0; i < length; i++) {
      sum += x[xOffset + i];
    }
    return sum;
  }

  @Override
  public double sumOfSquares(float[] x, int xOffset, int length, double carry) {
    double sum = carry;
    for (int i = 0; i < length; i++) {
      sum += x[xOffset + i] * x[xOffset + i];
    }
    return sum;
  }

  @Override
  public float absMax(float[] x, int xOffset, int length) {
    float max = 0;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, Math.abs(x[xOffset + i]));
    }
    return max;
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] += alpha * x[xOffset + i];
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xOffset, int length) {
    for (int i = 0; i < length; i++) {
      x[xOffset + i] *= alpha;
    }
  }

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.exp(x[xOffset + i]);
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.log(x[xOffset + i]);
    }
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.log1p(x[xOffset + i]);
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = (float) Math.tanh(x[xOffset + i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = sigmoid(x[xOffset + i]);
    }
  }
}
