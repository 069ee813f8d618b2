package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * Natural logarithm. Special values are those of {@link Math#log}; the maximum error stands at
 * {@link FloatMath#log}.
 */
@Map
final class FloatLog {
  float map(@Argument(nonNegative = true) float x) {
    return FloatMath.log(x);
  }

  FloatVector map(FloatVector x) {
    return VectorFloatMath.log(x);
  }
}
