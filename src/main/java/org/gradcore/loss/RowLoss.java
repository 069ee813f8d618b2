package org.gradcore.loss;

import org.gradcore.kernel.Kernel;

/** A loss of rows of predictions, one for each class, with the index of a class as target. */
public interface RowLoss {
  /** The kernel that computes it: a loss of rows. */
  Kernel kernel();
}
