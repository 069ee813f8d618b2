package org.gradcore.kernel.rule;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.TargetRange;

/**
 * Huber's loss (Huber, 1964): squared near the target, linear far from it.
 *
 * <pre>
 * e = z - y;  a = |e|
 * l = (a &lt;= delta) ? (0.5 * e) * e : delta * (a - 0.5 * delta)
 * r = (e &gt; delta) ? delta : (e &lt; -delta) ? -delta : e
 * </pre>
 */
@PointLoss
final class FloatHuber {
  /** Where it becomes linear. */
  @Scalar(steady = 0.25)
  float delta;

  float loss(float z, @Targets(TargetRange.REAL) float y) {
    float e = z - y;
    float a = Math.abs(e);
    return a <= delta ? 0.5f * e * e : delta * (a - 0.5f * delta);
  }

  FloatVector loss(FloatVector z, FloatVector y) {
    FloatVector e = z.sub(y);
    FloatVector a = e.abs();
    FloatVector far = a.sub(0.5f * delta).mul(delta);
    return far.blend(e.mul(0.5f).mul(e), a.compare(LE, delta));
  }

  float gradient(float z, float y) {
    float e = z - y;
    return e > delta ? delta : e < -delta ? -delta : e;
  }

  FloatVector gradient(FloatVector z, FloatVector y) {
    FloatVector e = z.sub(y);
    return e.blend(-delta, e.compare(LT, -delta)).blend(delta, e.compare(GT, delta));
  }
}
