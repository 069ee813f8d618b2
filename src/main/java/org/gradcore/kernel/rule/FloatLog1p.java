package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * {@code log(1 + x)}. Special values are those of {@link Math#log1p}; the maximum error stands at
 * {@link FloatMath#log1p}.
 */
@Map
final class FloatLog1p {
  float map(@Argument float x) {
    return FloatMath.log1p(x);
  }

  FloatVector map(FloatVector x) {
    return VectorFloatMath.log1p(x);
  }
}
