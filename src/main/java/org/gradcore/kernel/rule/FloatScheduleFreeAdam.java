package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Schedule-free AdamW (Defazio et al., 2024). The parameters are the point of the gradients,
 * between z and its average x.
 *
 * <pre>
 * v = fma(beta2Complement * g, g, beta2 * v)
 * d = fma(sqrt(v), inverseSqrtCorrection2, epsilon)
 * z = fma(-learningRate, g / d, fma(-rateDecay, w, z))
 * x = fma(share, z - x, x)
 * w = fma(beta1, x - z, z)
 * </pre>
 */
@Step
final class FloatScheduleFreeAdam {
  /** Decay rate of the second moment. */
  @Scalar(steady = 1, least = 0.9)
  float beta2;

  /** 1 - beta2. */
  @Scalar(steady = 0, most = 0.1)
  float beta2Complement;

  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** 1 / sqrt(1 - beta2^t). */
  @Scalar(steady = 1, least = 1, most = 30)
  float inverseSqrtCorrection2;

  /** Added to the denominator, outside the root. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  /** What of the difference the average takes. */
  @Scalar(steady = 0)
  float share;

  /** Weight of the average in the parameters. */
  @Scalar(steady = 0.9)
  float beta1;

  /** learningRate * weightDecay. */
  @Scalar(steady = 0, most = 0.1)
  float rateDecay;

  void step(
      @Param float w,
      @Gradient float g,
      @State float z,
      @State float x,
      @State(nonNegative = true) float expAvgSq) {
    expAvgSq = Math.fma(beta2Complement * g, g, beta2 * expAvgSq);
    float d = Math.fma((float) Math.sqrt(expAvgSq), inverseSqrtCorrection2, epsilon);
    z = Math.fma(-learningRate, g / d, Math.fma(-rateDecay, w, z));
    x = Math.fma(share, z - x, x);
    w = Math.fma(beta1, x - z, z);
  }

  void step(FloatVector w, FloatVector g, FloatVector z, FloatVector x, FloatVector expAvgSq) {
    expAvgSq = g.mul(beta2Complement).lanewise(FMA, g, expAvgSq.mul(beta2));
    FloatVector d = expAvgSq.sqrt().lanewise(FMA, inverseSqrtCorrection2, epsilon);
    z = g.div(d).lanewise(FMA, -learningRate, w.lanewise(FMA, -rateDecay, z));
    x = z.sub(x).lanewise(FMA, share, x);
    w = x.sub(z).lanewise(FMA, beta1, z);
  }
}
