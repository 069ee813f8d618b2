package org.gradcore.loss;

import org.gradcore.kernel.Kernel;

/**
 * Logistic loss on logits z, stable for every logit: {@code log(1 + e^z) - y z} for targets y from
 * 0 to 1, torch's {@code BCEWithLogitsLoss}; {@code log(1 + e^(-y z))} for targets −1 and +1.
 * Targets are not checked: others extend the formula.
 *
 * @param signedTargets whether targets are −1 and +1
 */
public record Logistic(boolean signedTargets) implements KernelLoss {
  /** Targets from 0 to 1. */
  public Logistic() {
    this(false);
  }

  private double zeroToOne(double y) {
    return signedTargets ? Math.fma(0.5, y, 0.5) : y;
  }

  @Override
  public double loss(double z, double y) {
    return Math.log1p(Math.exp(-Math.abs(z))) + Math.fma(-zeroToOne(y), z, Math.max(z, 0));
  }

  @Override
  public double gradient(double z, double y) {
    double e = Math.exp(-Math.abs(z));
    double atLeastHalf = 1 / (1 + e);
    double rest = e / (1 + e);
    double p = z >= 0 ? atLeastHalf : rest;
    double q = z >= 0 ? rest : atLeastHalf;
    double t = zeroToOne(y);
    return (1 - t) * p - t * q;
  }

  @Override
  public Kernel kernel() {
    return Kernel.LOGISTIC;
  }

  @Override
  public int flags() {
    return signedTargets ? 1 : 0;
  }
}
