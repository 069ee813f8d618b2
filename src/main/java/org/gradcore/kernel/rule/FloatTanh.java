package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * Hyperbolic tangent. Special values are those of {@link Math#tanh}; the maximum error stands at
 * {@link FloatMath#tanh}.
 */
@Map
final class FloatTanh {
  float map(@Argument float x) {
    return FloatMath.tanh(x);
  }

  FloatVector map(FloatVector x) {
    return VectorFloatMath.tanh(x);
  }
}
