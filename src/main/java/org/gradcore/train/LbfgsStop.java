package org.gradcore.train;

/** Why L-BFGS has stopped. */
public enum LbfgsStop {
  /** The gradient is as small as was asked for. */
  GRADIENT,

  /** The iterations are used up. */
  ITERATIONS,

  /** No step along the gradient lowers the objective: what is left are rounding errors. */
  PRECISION
}
