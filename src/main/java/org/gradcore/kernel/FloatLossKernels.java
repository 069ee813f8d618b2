package org.gradcore.kernel;

/**
 * Losses with their gradients, in one pass.
 *
 * <p>Every method returns {@code carry + Σ loss_i} in the canonical order of {@link
 * FloatReductionKernels} (blocks and lanes by element for the elementwise losses, by row for
 * softmax), and stores the single losses and the gradient where an array for them is given.
 * Reductions are the caller's: {@code none} reads {@code loss}; {@code sum} takes the result;
 * {@code mean} divides it and passes the reciprocal as {@code gradientScale}.
 *
 * <p>The formulas are the contract, operation by operation. The gradient array may be the
 * prediction array itself (same offset); no other overlap is allowed. Implementations do not check
 * their arguments.
 */
public interface FloatLossKernels {
  /** Logistic loss: targets are −1/+1 and not 0/1. */
  int SIGNED_TARGETS = 1;

  /**
   * Squared error, {@code factor * (prediction - target)²}.
   *
   * <pre>
   * e = prediction - target
   * l = (factor * e) * e
   * r = gradientFactor * e
   * if (weight != null)  l = weight * l;  r = weight * r
   * loss = l;  gradient = gradientScale * r
   * </pre>
   *
   * @param prediction predictions, {@code length} elements
   * @param target targets, {@code length} elements
   * @param weight per-sample weights, or null for none
   * @param loss receives the single losses, or null
   * @param gradient receives the gradient with respect to the predictions, or null
   * @param factor 1 for the full squared error, 0.5 for the half
   * @param gradientScale what the gradient is multiplied with
   * @param carry what the sum starts from
   */
  double squaredError(
      float[] prediction,
      int predictionOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      float factor,
      float gradientScale,
      double carry);

  /**
   * Logistic loss (binary cross-entropy) on logits z. Targets y in [0, 1], or −1/+1 with {@link
   * #SIGNED_TARGETS}. Stable for every logit; the gradient keeps its relative accuracy at both
   * ends, since it is not formed as {@code sigmoid(z) - y}.
   *
   * <pre>
   * y = signedTargets ? fma(0.5, target, 0.5) : target
   * a = |z|
   * e = exp(-a)
   * p = (z &gt; 0) ? z : 0
   * l = log1p(e) + fma(-y, z, p)
   * q = 1 + e;  u = 1 / q;  v = e / q
   * s = (z &gt;= 0) ? u : v              (sigmoid(z))
   * c = (z &gt;= 0) ? v : u              (sigmoid(-z))
   * r = fma(1 - y, s, -(y * c))
   * if (weight != null)  l = weight * l;  r = weight * r
   * loss = l;  gradient = gradientScale * r
   * </pre>
   *
   * @param flags {@link #SIGNED_TARGETS} or 0
   */
  double logistic(
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      int flags,
      float gradientScale,
      double carry);

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
