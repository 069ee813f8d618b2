package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;

/** {@code y = fma(alpha, x, y)}. */
@Map
final class FloatAxpy {
  /** The factor of x. */
  @Scalar(steady = 1e-6)
  float alpha;

  float map(@Argument float x, @Updated float y) {
    return Math.fma(alpha, x, y);
  }

  FloatVector map(FloatVector x, FloatVector y) {
    return x.lanewise(FMA, alpha, y);
  }
}
