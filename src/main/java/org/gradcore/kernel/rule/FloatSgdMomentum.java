package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/**
 * Stochastic gradient descent with momentum, as torch has it; as Keras has it with gradientFactor =
 * learning rate and learningRate = 1.
 *
 * <pre>
 * b = firstStep ? g : fma(momentum, b, gradientFactor * g)
 * d = nesterov ? fma(momentum, b, gradientFactor * g) : b
 * w = fma(-learningRate, d, w)
 * </pre>
 */
@Step
final class FloatSgdMomentum {
  /** Nesterov's look-ahead. */
  boolean nesterov;

  /** The buffer starts as the gradient itself, without dampening; its content is not read. */
  boolean firstStep;

  /** Learning rate. */
  @Scalar(steady = 1e-6)
  float learningRate;

  /** Momentum factor. */
  @Scalar(steady = 0.5)
  float momentum;

  /** 1 - dampening; the learning rate where it is in the buffer. */
  @Scalar(steady = 1)
  float gradientFactor;

  void step(@Param float w, @Gradient float g, @State float buffer) {
    buffer = firstStep ? g : Math.fma(momentum, buffer, gradientFactor * g);
    float d = nesterov ? Math.fma(momentum, buffer, gradientFactor * g) : buffer;
    w = Math.fma(-learningRate, d, w);
  }

  void step(FloatVector w, FloatVector g, FloatVector buffer) {
    buffer = firstStep ? g : buffer.lanewise(FMA, momentum, g.mul(gradientFactor));
    FloatVector d = nesterov ? buffer.lanewise(FMA, momentum, g.mul(gradientFactor)) : buffer;
    w = d.lanewise(FMA, -learningRate, w);
  }
}
