package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * Logistic sigmoid, {@code 1 / (1 + e^-x)}. The maximum error stands at {@link FloatMath#sigmoid}.
 */
@Map
final class FloatSigmoid {
  float map(@Argument float x) {
    return FloatMath.sigmoid(x);
  }

  FloatVector map(FloatVector x) {
    return VectorFloatMath.sigmoid(x);
  }
}
