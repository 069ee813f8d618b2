package org.gradcore.kernel;

import java.util.List;

/**
 * The arguments of an elementwise loss: one pass that sums the losses of samples with one
 * prediction and one target each, and stores losses and gradient if wanted. What the loss of a
 * sample and its gradient are is a rule in {@code org.gradcore.kernel.rule}, operation by
 * operation, so that every backend gives the same bits; {@code fma(a, b, c)} is {@code a*b + c}
 * rounded once. All else is in {@link FloatLossCall}.
 */
public final class FloatPointLoss extends FloatLossCall<FloatPointLoss> {
  /** How many numbers a rule can have. */
  public static final int SCALARS = 4;

  private static final int FLAGS_BIT = Integer.numberOfTrailingZeros(VARIANTS);

  private static final PointLossRule NO_RULE =
      new PointLossRule(null, TargetRange.REAL, List.of(), List.of());

  private final PointLossRule rule;
  private final float[] scalars = new float[SCALARS];
  private float[] target;
  private int targetOffset;
  private int flags;

  /**
   * A call whose length and arrays are still to be set.
   *
   * @param kernel the rule, an elementwise loss
   * @throws IllegalArgumentException if the kernel is no elementwise loss
   */
  public FloatPointLoss(Kernel kernel) {
    rule = PointLossRule.of(kernel);
  }

  /** A call of a loss that is no rule: its length and arrays, with no numbers and no flags. */
  public FloatPointLoss() {
    rule = NO_RULE;
  }

  @Override
  FloatPointLoss self() {
    return this;
  }

  @Override
  int outputs() {
    return 1;
  }

  /** Sets the targets, which are only read. */
  public FloatPointLoss target(float[] array, int offset) {
    keepChecked(target == array && targetOffset == offset);
    target = array;
    targetOffset = offset;
    return this;
  }

  /**
   * Sets a number of the rule.
   *
   * @param index which of {@link PointLossRule#scalars}
   * @param value its value
   * @return this call
   * @throws IndexOutOfBoundsException if the rule has no such number
   */
  public FloatPointLoss scalar(int index, float value) {
    Checks.index("scalar", index, rule.scalars().size());
    scalars[index] = value;
    return this;
  }

  /**
   * Sets the switches of the rule.
   *
   * @param bits bit i is the i-th of {@link PointLossRule#flags}
   * @return this call
   * @throws IllegalArgumentException if the rule has no such flag
   */
  public FloatPointLoss flags(int bits) {
    if (bits >>> rule.flags().size() != 0) {
      throw new IllegalArgumentException(
          "flags: " + bits + " given, allowed: a sum of some of 1, 2, … for " + rule.flags());
    }
    flags = bits;
    variant(-1 << FLAGS_BIT, false);
    variant(bits << FLAGS_BIT, true);
    return this;
  }

  @Override
  void checkTargetArray() {
    Checks.notNull("target", target);
    Checks.range("target", target.length, targetOffset, length());
    disjointFromOutputs("target", target, targetOffset);
  }

  @Override
  void checkTargets(int from, int count) {}

  /** The rule: what is known of it; without a kernel if the loss is no rule. */
  public PointLossRule rule() {
    return rule;
  }

  /** The switches of the rule: bit i is the i-th of {@link PointLossRule#flags}. */
  public int flags() {
    return flags;
  }

  /** The targets: the array itself. */
  public float[] target() {
    return target;
  }

  /** Where the targets begin: an index. */
  public int targetOffset() {
    return targetOffset;
  }

  /**
   * A number of the rule.
   *
   * @param index which of {@link PointLossRule#scalars}
   * @return its value
   */
  public float scalar(int index) {
    return scalars[index];
  }
}
