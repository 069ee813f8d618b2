package org.gradcore.kernel;

/**
 * Losses of rows with their gradients, in one pass; those of elements are {@link FloatPointLoss}.
 *
 * <p>Every method returns {@code carry + Σ loss_i} in the canonical order of {@link
 * FloatReductionKernels} (blocks and lanes by row), and stores the single losses and the gradient
 * where an array for them is given.
 *
 * <p>The formulas are the contract, operation by operation. The gradient array may be the
 * prediction array itself (same offset); no other overlap is allowed. Implementations do not check
 * their arguments.
 */
public interface FloatLossKernels {
  /**
   * Softmax cross-entropy with class-index targets.
   *
   * <p>For each row of logits z (row-major, rows × classes):
   *
   * <pre>
   * m = z_0;  for k = 1…: m = (z_k &gt; m) ? z_k : m
   * e_k = exp(z_k - m)
   * s = Σ e_k        (canonical lanes over k; the sums of blocks of classes added in float)
   * l = log(s) + (m - z_y)
   * r_k = e_k / s;  r_y = r_y - 1
   * if (weight != null)  l = weight * l;  r_k = weight * r_k
   * loss = l;  gradient_k = gradientScale * r_k
   * </pre>
   *
   * @param logits rows × classes
   * @param target class index of each row, in [0, classes); if another thread changes it to one
   *     that is not, the call can end with an {@link IndexOutOfBoundsException}, and loss and
   *     gradient hold any part of a result
   * @param weight one weight per row, or null
   * @param loss receives one loss per row, or null
   * @param gradient receives rows × classes, or null
   * @param classes number of classes, at least 1
   */
  double softmaxCrossEntropy(
      float[] logits,
      int logitsOffset,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int classes,
      float gradientScale,
      double carry);
}
