package org.gradcore.kernel.rule;

import jdk.incubator.vector.FloatVector;
import org.gradcore.kernel.TargetRange;

/**
 * Squared error, {@code factor * (prediction - target)²}.
 *
 * <pre>
 * e = z - y
 * l = (factor * e) * e
 * r = (2 * factor) * e
 * </pre>
 */
@PointLoss
final class FloatSquaredError {
  /** 1 for the full squared error, 0.5 for the half. */
  @Scalar(steady = 0.5)
  float factor;

  float error(float z, float y) {
    return z - y;
  }

  FloatVector error(FloatVector z, FloatVector y) {
    return z.sub(y);
  }

  float loss(float z, @Targets(TargetRange.REAL) float y, float e) {
    return factor * e * e;
  }

  FloatVector loss(FloatVector z, FloatVector y, FloatVector e) {
    return e.mul(factor).mul(e);
  }

  float gradient(float z, float y, float e) {
    return 2 * factor * e;
  }

  FloatVector gradient(FloatVector z, FloatVector y, FloatVector e) {
    return e.mul(2 * factor);
  }
}
