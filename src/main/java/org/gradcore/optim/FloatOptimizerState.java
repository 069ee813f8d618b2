package org.gradcore.optim;

import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatOptimizerKernels;

/**
 * What an {@link Optimizer} remembers of one range of float parameters between steps: the number of
 * steps, momentum buffers and moments. All arrays are allocated here, once; a step allocates
 * nothing. Not for use by several threads at once.
 */
public final class FloatOptimizerState {
  private final Optimizer optimizer;
  private final int length;
  private float[] buffer;
  private float[] average;
  private float[] squareAverage;
  private float[] maxSquareAverage;
  private long steps;

  FloatOptimizerState(Optimizer optimizer, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length " + length + ": at least 0 is needed");
    }
    this.optimizer = optimizer;
    this.length = length;
    switch (optimizer) {
      case Sgd sgd -> {
        buffer = sgd.momentum() == 0 ? null : new float[length];
      }
      case Adam adam -> allocateMoments(adam.amsgrad());
      case AdamW adamW -> allocateMoments(adamW.amsgrad());
      case RmsProp rmsProp -> {
        squareAverage = new float[length];
        average = rmsProp.centered() ? new float[length] : null;
        buffer = rmsProp.momentum() == 0 ? null : new float[length];
      }
    }
  }

  private void allocateMoments(boolean amsgrad) {
    average = new float[length];
    squareAverage = new float[length];
    maxSquareAverage = amsgrad ? new float[length] : null;
  }

  /** The rule. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** Number of parameters. */
  public int length() {
    return length;
  }

  /** Number of steps done. */
  public long steps() {
    return steps;
  }

  /**
   * Whether the last step divided by 0: the rule's epsilon is 0, or rounds to it in float, and so
   * does the root of a second moment, as where all gradients so far are 0. The parameter there is
   * NaN or infinite.
   */
  public boolean dividesByZero() {
    double epsilon =
        switch (optimizer) {
          case Sgd sgd -> Double.NaN;
          case Adam adam -> adam.epsilon();
          case AdamW adamW -> adamW.epsilon();
          case RmsProp rmsProp -> rmsProp.epsilon();
        };
    if ((float) epsilon != 0 || steps == 0) {
      return false;
    }
    boolean centered = optimizer instanceof RmsProp && average != null;
    float[] moments = maxSquareAverage == null ? squareAverage : maxSquareAverage;
    for (int i = 0; i < length; i++) {
      float mean = centered ? average[i] : 0;
      if (Math.fma(-mean, mean, moments[i]) == 0) {
        return true;
      }
    }
    return false;
  }

  /** A step with the optimizer's own learning rate; see the other method. */
  public void step(
      Kernels kernels, float[] param, int paramOffset, float[] gradient, int gradientOffset) {
    step(kernels, param, paramOffset, gradient, gradientOffset, optimizer.learningRate());
  }

  /**
   * One step: updates {@link #length} parameters by their gradient.
   *
   * @param kernels what computes
   * @param param holds the parameters, from {@code paramOffset}; updated
   * @param gradient holds the gradient, from {@code gradientOffset}; only read, and a different
   *     array or range
   * @param learningRate the learning rate of this step, such as a schedule gives
   * @throws IllegalArgumentException if the learning rate is NaN, infinite or negative, if a scalar
   *     of the step is too large for float, or if the ranges overlap
   * @throws IndexOutOfBoundsException if an array does not hold {@link #length} elements from its
   *     offset
   */
  public void step(
      Kernels kernels,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      double learningRate) {
    Objects.requireNonNull(kernels, "kernels");
    Objects.requireNonNull(param, "param");
    Objects.requireNonNull(gradient, "gradient");
    Objects.checkFromIndexSize(paramOffset, length, param.length);
    Objects.checkFromIndexSize(gradientOffset, length, gradient.length);
    Hyperparameters.requireNonNegative("learningRate", learningRate);
    FloatOptimizerKernels k = kernels.floatOptimizers();
    switch (optimizer) {
      case Sgd sgd -> sgd(k, sgd, param, paramOffset, gradient, gradientOffset, learningRate);
      case Adam adam ->
          adam(
              k,
              param,
              paramOffset,
              gradient,
              gradientOffset,
              learningRate,
              adam.beta1(),
              adam.beta2(),
              adam.epsilon(),
              adam.weightDecay(),
              1,
              adam.maximize());
      case AdamW adamW ->
          adam(
              k,
              param,
              paramOffset,
              gradient,
              gradientOffset,
              learningRate,
              adamW.beta1(),
              adamW.beta2(),
              adamW.epsilon(),
              0,
              1 - learningRate * adamW.weightDecay(),
              adamW.maximize());
      case RmsProp rmsProp ->
          k.rmsprop(
              param,
              paramOffset,
              gradient,
              gradientOffset,
              squareAverage,
              0,
              average,
              0,
              buffer,
              0,
              length,
              round("learningRate", learningRate),
              (float) rmsProp.alpha(),
              (float) (1 - rmsProp.alpha()),
              round("epsilon", rmsProp.epsilon()),
              round("weightDecay", rmsProp.weightDecay()),
              (float) rmsProp.momentum(),
              rmsProp.maximize() ? FloatOptimizerKernels.MAXIMIZE : 0);
    }
    steps++;
  }

  private void sgd(
      FloatOptimizerKernels k,
      Sgd sgd,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      double learningRate) {
    float rate = round("learningRate", learningRate);
    float weightDecay = round("weightDecay", sgd.weightDecay());
    int flags = sgd.maximize() ? FloatOptimizerKernels.MAXIMIZE : 0;
    if (buffer == null) {
      k.sgd(param, paramOffset, gradient, gradientOffset, length, rate, weightDecay, flags);
      return;
    }
    if (sgd.nesterov()) {
      flags |= FloatOptimizerKernels.NESTEROV;
    }
    if (steps == 0) {
      flags |= FloatOptimizerKernels.FIRST_STEP;
    }
    k.sgdMomentum(
        param,
        paramOffset,
        gradient,
        gradientOffset,
        buffer,
        0,
        length,
        rate,
        (float) sgd.momentum(),
        (float) (1 - sgd.dampening()),
        weightDecay,
        flags);
  }

  private void adam(
      FloatOptimizerKernels k,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double decay,
      boolean maximize) {
    double correction1 = 1 - power(beta1, steps + 1);
    double correction2 = 1 - power(beta2, steps + 1);
    float stepSize = round("learningRate / (1 - beta1^t)", learningRate / correction1);
    float inverseSqrtCorrection2 = (float) (1 / Math.sqrt(correction2));
    float roundedEpsilon = round("epsilon", epsilon);
    float roundedWeightDecay = round("weightDecay", weightDecay);
    float roundedDecay = round("1 - learningRate * weightDecay", decay);
    int flags = maximize ? FloatOptimizerKernels.MAXIMIZE : 0;
    if (maxSquareAverage == null) {
      k.adam(
          param,
          paramOffset,
          gradient,
          gradientOffset,
          average,
          0,
          squareAverage,
          0,
          length,
          (float) (1 - beta1),
          (float) beta2,
          (float) (1 - beta2),
          stepSize,
          inverseSqrtCorrection2,
          roundedEpsilon,
          roundedWeightDecay,
          roundedDecay,
          flags);
    } else {
      k.adamAmsgrad(
          param,
          paramOffset,
          gradient,
          gradientOffset,
          average,
          0,
          squareAverage,
          0,
          maxSquareAverage,
          0,
          length,
          (float) (1 - beta1),
          (float) beta2,
          (float) (1 - beta2),
          stepSize,
          inverseSqrtCorrection2,
          roundedEpsilon,
          roundedWeightDecay,
          roundedDecay,
          flags);
    }
  }

  /** By squaring: Math.pow may differ between machines, and StrictMath.pow allocates. */
  private static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long bits = exponent; bits != 0; bits >>>= 1) {
      if ((bits & 1) != 0) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  private static float round(String name, double value) {
    float rounded = (float) value;
    if (Float.isInfinite(rounded)) {
      throw new IllegalArgumentException(
          name + " " + value + ": at most " + Float.MAX_VALUE + " fits the element type float");
    }
    return rounded;
  }
}
