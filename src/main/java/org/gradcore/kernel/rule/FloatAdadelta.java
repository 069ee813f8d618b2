package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Adadelta (Zeiler, 2012).
 *
 * <pre>
 * v = fma(rhoComplement * g, g, rho * v)
 * d = sqrt(u + epsilon) / sqrt(v + epsilon) * g
 * u = fma(rhoComplement * d, d, rho * u)
 * w = fma(-learningRate, d, w)
 * </pre>
 */
@Step
final class FloatAdadelta {
  /** Learning rate. */
  @Scalar(steady = 1e-6, most = 0.1)
  float learningRate;

  /** Decay rate of both averages. */
  @Scalar(steady = 1, least = 0.5)
  float rho;

  /** 1 - rho. */
  @Scalar(steady = 0, most = 0.5)
  float rhoComplement;

  /** Added inside both roots. */
  @Scalar(steady = 1e-3, most = 1e-3)
  float epsilon;

  void step(
      @Param float w,
      @Gradient float g,
      @State(nonNegative = true) float deltaAverage,
      @State(nonNegative = true) float squareAverage) {
    squareAverage = Math.fma(rhoComplement * g, g, rho * squareAverage);
    float root = (float) Math.sqrt(squareAverage + epsilon);
    float d = (float) Math.sqrt(deltaAverage + epsilon) / root * g;
    deltaAverage = Math.fma(rhoComplement * d, d, rho * deltaAverage);
    w = Math.fma(-learningRate, d, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector deltaAverage, FloatVector squareAverage) {
    squareAverage = g.mul(rhoComplement).lanewise(FMA, g, squareAverage.mul(rho));
    FloatVector root = squareAverage.add(epsilon).sqrt();
    FloatVector d = deltaAverage.add(epsilon).sqrt().div(root).mul(g);
    deltaAverage = d.mul(rhoComplement).lanewise(FMA, d, deltaAverage.mul(rho));
    w = d.lanewise(FMA, -learningRate, w);
  }
}
