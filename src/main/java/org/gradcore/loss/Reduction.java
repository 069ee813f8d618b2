package org.gradcore.loss;

/** How the losses of single samples become one number. */
public enum Reduction {
  /**
   * They do not: the single losses are what is asked for. The gradient is that of their sum, which
   * is each loss's own gradient.
   */
  NONE,

  /** The sum, divided by the number of samples, also when there are weights (as torch does). */
  MEAN,

  /** The sum. */
  SUM,

  /**
   * The sum, divided by the sum of the weights (as scikit-learn does); the mean without weights.
   */
  WEIGHTED_MEAN
}
