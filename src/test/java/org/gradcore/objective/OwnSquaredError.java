package org.gradcore.objective;

import org.gradcore.loss.PointLoss;

/** The squared error as a user would write it, who does not know that there is one. */
record OwnSquaredError() implements PointLoss {
  @Override
  public double loss(double z, double y) {
    return (z - y) * (z - y);
  }

  @Override
  public double gradient(double z, double y) {
    return 2 * (z - y);
  }
}
