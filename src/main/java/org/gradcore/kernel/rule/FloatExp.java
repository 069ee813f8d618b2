package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * {@code e^x}. Special values are those of {@link Math#exp}; the maximum error stands at {@link
 * FloatMath#exp}.
 */
@Map
final class FloatExp {
  float map(@Argument float x) {
    return FloatMath.exp(x);
  }

  FloatVector map(FloatVector x) {
    return VectorFloatMath.exp(x);
  }
}
