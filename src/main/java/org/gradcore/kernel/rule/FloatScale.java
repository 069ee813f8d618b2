package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;

/** {@code y = alpha * x}. */
@Map
final class FloatScale {
  /** The factor of x. */
  @Scalar(steady = -1)
  float alpha;

  float map(@Argument(inPlace = true) float x) {
    return alpha * x;
  }

  FloatVector map(FloatVector x) {
    return x.mul(alpha);
  }
}
