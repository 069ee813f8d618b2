package org.gradcore.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.StepRule;

/**
 * The state of a {@link StepOptimizer}: all arrays are allocated here, a step allocates nothing.
 */
final class FloatStepState implements FloatOptimizerState, StepNumbers {
  /** How many numbers are kept between steps. */
  private static final int KEPT = 2;

  private final StepOptimizer optimizer;
  private final FloatStep call;
  private final double[] kept = new double[KEPT];
  private final double[] keptNext = new double[KEPT];
  private long steps;
  private int scalars;

  FloatStepState(StepOptimizer optimizer, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length " + length + ": at least 0 is needed");
    }
    this.optimizer = optimizer;
    call = new FloatStep(optimizer.kernel(), length);
    call.maximize(optimizer.maximize()).flags(optimizer.flags());
    for (int i = 0; i < call.rule().states().size(); i++) {
      call.state(i, call.rule().has(i, optimizer.flags()) ? new float[length] : null, 0);
    }
  }

  @Override
  public Optimizer optimizer() {
    return optimizer;
  }

  @Override
  public int length() {
    return call.length();
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public void step(
      Kernels kernels,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      double learningRate) {
    Objects.requireNonNull(kernels, "kernels");
    Hyperparameters.requireNonNegative("learningRate", learningRate);
    call.param(param, paramOffset).gradient(gradient, gradientOffset).flags(optimizer.flags());
    scalars = 0;
    optimizer.prepare(this, steps + 1, learningRate);
    kernels.step(call);
    System.arraycopy(keptNext, 0, kept, 0, KEPT);
    steps++;
  }

  @Override
  public StepNumbers weightDecay(double value) {
    call.weightDecay(round("weightDecay", value));
    return this;
  }

  @Override
  public StepNumbers scalar(double value) {
    String name = call.rule().scalars().get(scalars).name();
    call.scalar(scalars, round(name, value));
    scalars++;
    return this;
  }

  @Override
  public StepNumbers flags(int bits) {
    call.flags(optimizer.flags() | bits);
    return this;
  }

  @Override
  public StepNumbers fill(int state, double value) {
    Arrays.fill(call.state(state), round(call.rule().states().get(state).name(), value));
    return this;
  }

  @Override
  public StepNumbers fillWithParam(int state) {
    call.check(0, call.length());
    System.arraycopy(call.param(), call.paramOffset(), call.state(state), 0, call.length());
    return this;
  }

  @Override
  public double kept(int index) {
    return kept[index];
  }

  @Override
  public StepNumbers keep(int index, double value) {
    keptNext[index] = value;
    return this;
  }

  @Override
  public List<String> arrays() {
    StepRule rule = call.rule();
    return rule.states().stream()
        .filter(state -> state.in(optimizer.flags()))
        .map(StepRule.State::name)
        .toList();
  }

  @Override
  public void copy(String array, float[] to, int offset) {
    for (int i = 0; i < call.rule().states().size(); i++) {
      if (call.rule().states().get(i).name().equals(array) && call.state(i) != null) {
        System.arraycopy(call.state(i), 0, to, offset, call.length());
        return;
      }
    }
    FloatOptimizerState.super.copy(array, to, offset);
  }

  @Override
  public boolean dividesByZero() {
    StepRule rule = call.rule();
    float[] moment = null;
    float epsilon = Float.NaN;
    for (int i = 0; i < rule.states().size(); i++) {
      if (rule.states().get(i).nonNegative() && call.state(i) != null) {
        moment = call.state(i);
      }
    }
    for (int i = 0; i < rule.scalars().size(); i++) {
      if (rule.scalars().get(i).name().equals("epsilon")) {
        epsilon = call.scalar(i);
      }
    }
    if (steps == 0 || moment == null || epsilon != 0) {
      return false;
    }
    for (float value : moment) {
      if (value == 0) {
        return true;
      }
    }
    return false;
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
