package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.gradcore.kernel.TargetRange;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * Logistic loss (binary cross-entropy) of a logit z. Stable for every logit; the gradient keeps its
 * relative accuracy at both ends, since it is not formed as {@code sigmoid(z) - y}.
 *
 * <pre>
 * t = signedTargets ? fma(0.5, y, 0.5) : y
 * e = exp(-|z|)
 * p = (z &gt; 0) ? z : 0
 * l = log1p(e) + fma(-t, z, p)
 * q = 1 + e;  u = 1 / q;  v = e / q
 * s = (z &gt;= 0) ? u : v              (sigmoid(z))
 * c = (z &gt;= 0) ? v : u              (sigmoid(-z))
 * r = fma(1 - t, s, -(t * c))
 * </pre>
 */
@PointLoss
final class FloatLogistic {
  /** Targets are −1 or +1, and not from 0 to 1. */
  @Targets(TargetRange.SIGNED)
  boolean signedTargets;

  float exponential(float z, float y) {
    return FloatMath.exp(-Math.abs(z));
  }

  FloatVector exponential(FloatVector z, FloatVector y) {
    return VectorFloatMath.expOfNegative(z.abs().neg());
  }

  float loss(float z, @Targets(TargetRange.ZERO_TO_ONE) float y, float e) {
    float t = signedTargets ? Math.fma(0.5f, y, 0.5f) : y;
    float p = z > 0 ? z : 0;
    return FloatMath.log1p(e) + Math.fma(-t, z, p);
  }

  FloatVector loss(FloatVector z, FloatVector y, FloatVector e) {
    FloatVector log = VectorFloatMath.log1p(e);
    FloatVector t = signedTargets ? y.lanewise(FMA, 0.5f, 0.5f) : y;
    FloatVector p = z.broadcast(0.0f).blend(z, z.compare(GT, 0.0f));
    return log.add(t.neg().fma(z, p));
  }

  float gradient(float z, float y, float e) {
    float t = signedTargets ? Math.fma(0.5f, y, 0.5f) : y;
    float q = 1 + e;
    float u = 1 / q;
    float v = e / q;
    float s = z >= 0 ? u : v;
    float c = z >= 0 ? v : u;
    return Math.fma(1 - t, s, -(t * c));
  }

  FloatVector gradient(FloatVector z, FloatVector y, FloatVector e) {
    FloatVector t = signedTargets ? y.lanewise(FMA, 0.5f, 0.5f) : y;
    FloatVector q = e.add(1.0f);
    FloatVector u = q.broadcast(1.0f).div(q);
    FloatVector v = e.div(q);
    VectorMask<Float> positive = z.compare(GE, 0.0f);
    FloatVector s = v.blend(u, positive);
    FloatVector c = u.blend(v, positive);
    return t.neg().add(1.0f).fma(s, t.mul(c).neg());
  }
}
