package org.gradcore.train;

import java.util.Objects;
import org.gradcore.optim.Optimizer;

/**
 * How to train.
 *
 * @param optimizer the optimizer's rule; one that descends
 * @param epochs passes over the data, at least 1
 * @param batchSize rows per step; 0, or at least the number of rows, takes all rows at once in
 *     their order. The last batch of an epoch has the rows that are left
 * @param seed seed of the order of the rows in mini-batch training. The same seed gives the same
 *     order on every machine and JDK
 */
public record TrainingOptions(Optimizer optimizer, int epochs, int batchSize, long seed) {
  /**
   * @throws NullPointerException if there is no optimizer
   * @throws IllegalArgumentException if a number is out of range, or the optimizer maximizes
   */
  public TrainingOptions {
    Objects.requireNonNull(optimizer, "optimizer");
    if (optimizer.maximize()) {
      throw new IllegalArgumentException("the optimizer maximizes: one that minimizes is needed");
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs " + epochs + ": at least 1 is needed");
    }
    if (batchSize < 0) {
      throw new IllegalArgumentException(
          "batchSize " + batchSize + ": at least 1, or 0 for all rows, is needed");
    }
  }
}
