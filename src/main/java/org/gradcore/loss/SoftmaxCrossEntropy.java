package org.gradcore.loss;

import org.gradcore.kernel.Kernel;

/** Softmax cross-entropy of rows of logits: torch's {@code CrossEntropyLoss}. */
public record SoftmaxCrossEntropy() implements RowLoss {
  @Override
  public Kernel kernel() {
    return Kernel.SOFTMAX_CROSS_ENTROPY;
  }
}
