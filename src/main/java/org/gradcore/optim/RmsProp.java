package org.gradcore.optim;

import static org.gradcore.optim.Hyperparameters.requireDecayRate;
import static org.gradcore.optim.Hyperparameters.requireFraction;
import static org.gradcore.optim.Hyperparameters.requireNonNegative;

import org.gradcore.kernel.Kernel;

/**
 * RMSprop (Tieleman and Hinton, 2012). As torch has it, unless options say otherwise, epsilon is
 * outside the root, the learning rate outside the momentum buffer, and averages are not corrected.
 *
 * <pre>
 * g = gradient + weightDecay * w            (-gradient if maximize)
 * v = alpha * v + (1 - alpha) * g²
 * if (centered)  a = alpha * a + (1 - alpha) * g
 * d = g / (sqrt(centered ? v - a² : v) + epsilon)
 * if (momentum > 0)  b = momentum * b + d;  w = w - learningRate * b
 * else               w = w - learningRate * d
 * </pre>
 *
 * @param learningRate learning rate, at least 0; default 0.01
 * @param alpha smoothing constant in [0, 1); default 0.99
 * @param epsilon added to the denominator; at least 0, default 1e-8
 * @param weightDecay coupled weight decay (L2 penalty), at least 0; default 0
 * @param momentum momentum factor from 0 to 1; default 0
 * @param centered divide by the estimated deviation instead of the root mean square (Graves, 2013)
 * @param epsilonInRoot whether epsilon is inside the root, as in Keras and optax; default false
 * @param rateInBuffer whether the learning rate is in the momentum buffer, as in Keras and optax: b
 *     = momentum * b + learningRate * d, w = w - b; it differs where learning rates change; default
 *     false
 * @param corrected whether v and a are divided by 1 - alpha^t, as optax can; default false
 * @param maximize ascend instead of descend
 */
public record RmsProp(
    double learningRate,
    double alpha,
    double epsilon,
    double weightDecay,
    double momentum,
    boolean centered,
    boolean epsilonInRoot,
    boolean rateInBuffer,
    boolean corrected,
    boolean maximize)
    implements StepOptimizer, RmsPropOptions {
  private static final int CENTERED = 1;
  private static final int WITH_MOMENTUM = 2;
  private static final int EPSILON_IN_ROOT = 4;
  private static final RmsProp DEFAULTS =
      new RmsProp(1e-2, 0.99, 1e-8, 0, 0, false, false, false, false, false);

  /**
   * @throws IllegalArgumentException if a number is NaN or out of its range
   */
  public RmsProp {
    requireNonNegative("learningRate", learningRate);
    requireDecayRate("alpha", alpha);
    requireNonNegative("epsilon", epsilon);
    requireNonNegative("weightDecay", weightDecay);
    requireFraction("momentum", momentum);
  }

  /** torch's defaults: learning rate 0.01, alpha 0.99, epsilon 1e-8, no momentum. */
  public static RmsProp defaults() {
    return DEFAULTS;
  }

  /** Keras' defaults and meaning: learning rate 0.001, alpha 0.9, epsilon 1e-7 inside the root. */
  public static RmsProp keras() {
    return optax().withEpsilon(1e-7);
  }

  /** optax' defaults and meaning: alpha 0.9, epsilon 1e-8 inside the root; learning rate 0.001. */
  public static RmsProp optax() {
    return DEFAULTS
        .withLearningRate(1e-3)
        .withAlpha(0.9)
        .withEpsilonInRoot(true)
        .withRateInBuffer(true);
  }

  @Override
  public Kernel kernel() {
    return Kernel.RMSPROP;
  }

  @Override
  public int flags() {
    return (centered ? CENTERED : 0)
        | (momentum != 0 ? WITH_MOMENTUM : 0)
        | (epsilonInRoot ? EPSILON_IN_ROOT : 0);
  }

  @Override
  public void prepare(StepNumbers step, long t, double rate) {
    step.weightDecay(weightDecay)
        .scalar(rateInBuffer ? 1 : rate)
        .scalar(alpha)
        .scalar(1 - alpha)
        .scalar(epsilon)
        .scalar(momentum)
        .scalar(rateInBuffer ? rate : 1)
        .scalar(corrected ? 1 / (1 - Powers.of(alpha, t)) : 1);
  }
}
