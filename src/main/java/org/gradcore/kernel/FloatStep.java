package org.gradcore.kernel;

/**
 * The arguments of an optimizer step: one pass that updates the parameters and the arrays of the
 * optimizer's state. It is made once, and its arrays and numbers are set again as they change; a
 * step allocates nothing.
 *
 * <p>For each element, the shape computes what the rule calls its gradient:
 *
 * <pre>
 * g = sign * gradient                        (sign is -1 to ascend, else 1)
 * if (weightDecay != 0)  g = fma(weightDecay, w, g)
 * </pre>
 *
 * <p>and then the rule's formula, in {@code org.gradcore.kernel.rule}, operation by operation and
 * in the order of its lines, so that every backend gives the same bits. {@code fma(a, b, c)} is
 * {@code a*b + c} rounded once. Arrays of one call must not overlap. Not for use by several threads
 * at once.
 */
public final class FloatStep {
  /** How many arrays of state a rule can have. */
  public static final int STATES = 4;

  /** How many numbers a rule can have. */
  public static final int SCALARS = 10;

  private final StepRule rule;
  private final int length;
  private final float[] scalars = new float[SCALARS];
  private final float[][] states = new float[STATES][];
  private final int[] stateOffsets = new int[STATES];
  private float[] param;
  private int paramOffset;
  private float[] gradient;
  private int gradientOffset;
  private float weightDecay;
  private float sign = 1;
  private int flags;

  /** Bit i: the call has state i. */
  private int present;

  private int variant;

  /** Whether nothing was set since the arrays were checked. */
  private boolean checked;

  /**
   * A call whose arrays are still to be set.
   *
   * @param kernel the rule, an optimizer step
   * @param length number of parameters, at least 0
   * @throws IllegalArgumentException if the kernel is no optimizer step or the length negative
   */
  public FloatStep(Kernel kernel, int length) {
    Checks.count("length", length);
    this.rule = StepRule.of(kernel);
    this.length = length;
    present = rule.present(0);
  }

  /**
   * Sets the parameters, which are updated.
   *
   * @param array holds them
   * @param offset where they begin
   * @return this call
   */
  public FloatStep param(float[] array, int offset) {
    checked &= param == array && paramOffset == offset;
    param = array;
    paramOffset = offset;
    return this;
  }

  /**
   * Sets the gradient, which is only read.
   *
   * @param array holds it
   * @param offset where it begins
   * @return this call
   */
  public FloatStep gradient(float[] array, int offset) {
    checked &= gradient == array && gradientOffset == offset;
    gradient = array;
    gradientOffset = offset;
    return this;
  }

  /**
   * Sets an array of the state, which is updated.
   *
   * @param index which of {@link StepRule#states}
   * @param array holds it; null where the flags leave it out
   * @param offset where it begins
   * @return this call
   * @throws IndexOutOfBoundsException if the rule has no such state
   */
  public FloatStep state(int index, float[] array, int offset) {
    Checks.index("state", index, rule.states().size());
    checked = false;
    states[index] = array;
    stateOffsets[index] = offset;
    return this;
  }

  /**
   * Sets a number of the rule.
   *
   * @param index which of {@link StepRule#scalars}
   * @param value its value
   * @return this call
   * @throws IndexOutOfBoundsException if the rule has no such number
   */
  public FloatStep scalar(int index, float value) {
    Checks.index("scalar", index, rule.scalars().size());
    scalars[index] = value;
    return this;
  }

  /**
   * Sets the coupled weight decay (L2 penalty).
   *
   * @param value its factor, 0 for none
   * @return this call
   */
  public FloatStep weightDecay(float value) {
    weightDecay = value;
    variant = flags << 1 | (weightDecay != 0 ? 1 : 0);
    return this;
  }

  /**
   * Sets the direction.
   *
   * @param ascend whether to ascend instead of descend: the gradient is negated first
   * @return this call
   */
  public FloatStep maximize(boolean ascend) {
    sign = ascend ? -1 : 1;
    return this;
  }

  /**
   * Sets the switches of the rule.
   *
   * @param bits bit i is the i-th of {@link StepRule#flags}
   * @return this call
   * @throws IllegalArgumentException if the rule has no such flag
   */
  public FloatStep flags(int bits) {
    if (bits >>> rule.flags().size() != 0) {
      throw new IllegalArgumentException(
          "flags: " + bits + " given, allowed: a sum of some of 1, 2, … for " + rule.flags());
    }
    if (bits != flags) {
      flags = bits;
      present = rule.present(bits);
      checked = false;
      variant = flags << 1 | (weightDecay != 0 ? 1 : 0);
    }
    return this;
  }

  /**
   * Checks all arguments of a part of the call, as it is done in front of the backends.
   *
   * @param from the first element
   * @param count how many elements
   * @throws NullPointerException if an array is missing
   * @throws IndexOutOfBoundsException if an array is too short, or the part not within the call
   * @throws IllegalArgumentException if arrays overlap
   */
  public void check(int from, int count) {
    Checks.part(from, count, length);
    if (!checked) {
      checkArrays();
      checked = true;
    }
  }

  private void checkArrays() {
    array("param", param, paramOffset);
    array("gradient", gradient, gradientOffset);
    disjoint("param", param, paramOffset, "gradient", gradient, gradientOffset);
    for (int i = 0; i < rule.states().size(); i++) {
      if (has(i)) {
        checkState(i);
      }
    }
  }

  private void checkState(int index) {
    String name = rule.states().get(index).name();
    float[] array = states[index];
    int offset = stateOffsets[index];
    array(name, array, offset);
    disjoint(name, array, offset, "param", param, paramOffset);
    disjoint(name, array, offset, "gradient", gradient, gradientOffset);
    for (int i = 0; i < index; i++) {
      if (has(i)) {
        String other = rule.states().get(i).name();
        disjoint(name, array, offset, other, states[i], stateOffsets[i]);
      }
    }
  }

  private void array(String name, float[] array, int offset) {
    Checks.notNull(name, array);
    Checks.range(name, array.length, offset, length);
  }

  private void disjoint(String a, float[] x, int xOffset, String b, float[] y, int yOffset) {
    Checks.disjoint(a, x, xOffset, length, b, y, yOffset, length);
  }

  /** The rule: what is known of it. */
  public StepRule rule() {
    return rule;
  }

  /** Number of parameters: at least 0. */
  public int length() {
    return length;
  }

  /**
   * The variant of the call: whether it has weight decay, and its flags above.
   *
   * @return below {@link StepRule#variants}
   */
  public int variant() {
    return variant;
  }

  /** The switches of the rule: bit i is the i-th of {@link StepRule#flags}. */
  public int flags() {
    return flags;
  }

  /** The parameters: the array itself. */
  public float[] param() {
    return param;
  }

  /** Where the parameters begin: an index. */
  public int paramOffset() {
    return paramOffset;
  }

  /** The gradient: the array itself. */
  public float[] gradient() {
    return gradient;
  }

  /** Where the gradient begins: an index. */
  public int gradientOffset() {
    return gradientOffset;
  }

  /**
   * An array of the state.
   *
   * @param index which of {@link StepRule#states}
   * @return the array itself, null if it is not there
   */
  public float[] state(int index) {
    return states[index];
  }

  /**
   * Whether the flags leave an array of the state in.
   *
   * @param index which of {@link StepRule#states}; beyond them there are none
   * @return whether the call has it
   */
  public boolean has(int index) {
    return (present >> index & 1) != 0;
  }

  /**
   * Where an array of the state begins.
   *
   * @param index which of {@link StepRule#states}
   * @return an index
   */
  public int stateOffset(int index) {
    return stateOffsets[index];
  }

  /**
   * A number of the rule.
   *
   * @param index which of {@link StepRule#scalars}
   * @return its value
   */
  public float scalar(int index) {
    return scalars[index];
  }

  /** The direction: -1 to ascend, else 1. */
  public float sign() {
    return sign;
  }

  /** The coupled weight decay: its factor, 0 for none. */
  public float weightDecay() {
    return weightDecay;
  }
}
