package org.gradcore.kernel;

/**
 * One step of an optimizer, fused into one pass over memory.
 *
 * <p>Every method updates {@code length} elements of each array from its offset. The formulas are
 * the contract, operation by operation and in this order, so that every backend gives the same
 * bits. {@code fma(a, b, c)} is {@code a*b + c} rounded once. Arrays of one call must not overlap.
 *
 * <p>The rules follow torch 2.13 ({@code torch.optim}). Scalars are computed once per step in
 * double by the caller and then rounded once.
 *
 * <p>Implementations do not check their arguments: {@link org.gradcore.dispatch.Kernels} does, in
 * front of every backend.
 */
public interface FloatOptimizerKernels {
  /** Ascend instead of descend: the gradient is negated first. */
  int MAXIMIZE = 1;

  /** SGD: Nesterov's look-ahead (requires momentum). */
  int NESTEROV = 2;

  /** SGD with momentum: the buffer starts as the gradient itself, without dampening. */
  int FIRST_STEP = 4;

  /**
   * Stochastic gradient descent without momentum.
   *
   * <pre>
   * g = maximize ? -gradient : gradient
   * if (weightDecay != 0)  g = fma(weightDecay, w, g)
   * w = fma(-learningRate, g, w)
   * </pre>
   *
   * @param param parameters w, updated
   * @param gradient gradient, read only
   * @param learningRate learning rate
   * @param weightDecay coupled weight decay (L2 penalty), 0 for none
   * @param flags {@link #MAXIMIZE} or 0
   */
  void sgd(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      float learningRate,
      float weightDecay,
      int flags);

  /**
   * Stochastic gradient descent with momentum.
   *
   * <pre>
   * g = maximize ? -gradient : gradient
   * if (weightDecay != 0)  g = fma(weightDecay, w, g)
   * b = firstStep ? g : fma(momentum, b, gradientFactor * g)
   * d = nesterov ? fma(momentum, b, g) : b
   * w = fma(-learningRate, d, w)
   * </pre>
   *
   * @param buffer momentum buffer b, updated (its content is not read when FIRST_STEP is set)
   * @param gradientFactor 1 - dampening
   * @param flags {@link #MAXIMIZE} | {@link #NESTEROV} | {@link #FIRST_STEP}
   */
  void sgdMomentum(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] buffer,
      int bufferOffset,
      int length,
      float learningRate,
      float momentum,
      float gradientFactor,
      float weightDecay,
      int flags);

  /**
   * Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019).
   *
   * <pre>
   * g = maximize ? -gradient : gradient
   * if (weightDecay != 0)  g = fma(weightDecay, w, g)
   * w = w * decay
   * m = fma(beta1Complement, g - m, m)
   * v = fma(beta2Complement * g, g, beta2 * v)
   * d = fma(sqrt(v), inverseSqrtCorrection2, epsilon)
   * w = fma(-stepSize, m / d, w)
   * </pre>
   *
   * @param expAvg first moment m, updated
   * @param expAvgSq second moment v, updated
   * @param beta1Complement 1 - beta1
   * @param beta2 decay rate of the second moment
   * @param beta2Complement 1 - beta2
   * @param stepSize learningRate / (1 - beta1^t)
   * @param inverseSqrtCorrection2 1 / sqrt(1 - beta2^t)
   * @param epsilon added to the denominator, outside the root
   * @param weightDecay coupled weight decay (Adam), 0 for none
   * @param decay factor of decoupled weight decay, 1 - learningRate*weightDecay (AdamW), 1 for none
   * @param flags {@link #MAXIMIZE} or 0
   */
  void adam(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] expAvg,
      int expAvgOffset,
      float[] expAvgSq,
      int expAvgSqOffset,
      int length,
      float beta1Complement,
      float beta2,
      float beta2Complement,
      float stepSize,
      float inverseSqrtCorrection2,
      float epsilon,
      float weightDecay,
      float decay,
      int flags);

  /**
   * Adam with AMSGrad (Reddi et al., 2018): {@link #adam} with the running maximum of v.
   *
   * <pre>
   * ... as adam up to v, then
   * x = (v &lt;= x) ? x : v
   * d = fma(sqrt(x), inverseSqrtCorrection2, epsilon)
   * w = fma(-stepSize, m / d, w)
   * </pre>
   *
   * @param maxExpAvgSq running maximum x of the uncorrected second moment, updated
   */
  void adamAmsgrad(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] expAvg,
      int expAvgOffset,
      float[] expAvgSq,
      int expAvgSqOffset,
      float[] maxExpAvgSq,
      int maxExpAvgSqOffset,
      int length,
      float beta1Complement,
      float beta2,
      float beta2Complement,
      float stepSize,
      float inverseSqrtCorrection2,
      float epsilon,
      float weightDecay,
      float decay,
      int flags);

  /**
   * RMSprop (Tieleman and Hinton, 2012), optionally centered (Graves, 2013) and with momentum.
   *
   * <pre>
   * g = maximize ? -gradient : gradient
   * if (weightDecay != 0)  g = fma(weightDecay, w, g)
   * v = fma(alphaComplement * g, g, alpha * v)
   * if (gradientAverage != null)  a = fma(alphaComplement, g - a, a);  x = fma(-a, a, v)
   * else                          x = v
   * d = sqrt(x) + epsilon
   * if (buffer != null)  b = fma(momentum, b, g / d);  w = fma(-learningRate, b, w)
   * else                 w = fma(-learningRate, g / d, w)
   * </pre>
   *
   * @param squareAverage running mean v of the squared gradient, updated
   * @param gradientAverage running mean a of the gradient, updated; null unless centered
   * @param buffer momentum buffer b, updated; null without momentum
   * @param alpha smoothing constant
   * @param alphaComplement 1 - alpha
   * @param epsilon added outside the root
   */
  void rmsprop(
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      float[] squareAverage,
      int squareAverageOffset,
      float[] gradientAverage,
      int gradientAverageOffset,
      float[] buffer,
      int bufferOffset,
      int length,
      float learningRate,
      float alpha,
      float alphaComplement,
      float epsilon,
      float weightDecay,
      float momentum,
      int flags);
}
