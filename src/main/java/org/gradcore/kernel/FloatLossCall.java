package org.gradcore.kernel;

/**
 * What the calls of all losses have in common. A call is made once, and its arrays and numbers are
 * set again as they change, each array with the offset at which it begins; setters return the call.
 * An evaluation allocates nothing.
 *
 * <p>A loss is the sum over samples, in the canonical order of {@link FloatReductionKernel} (lanes
 * and blocks by sample), added to what the sum starts from. The single losses and the gradient with
 * respect to the predictions are stored where an array for them is given. With l the loss of a
 * sample and r its gradient, as the formula of the loss has them:
 *
 * <pre>
 * if (weight != null)  l = weight * l;  r = weight * r
 * loss = l;  gradient = gradientScale * r
 * </pre>
 *
 * <p>Reductions are the caller's: {@code none} reads the single losses; {@code sum} takes the
 * result; {@code mean} divides it and gives the reciprocal as {@code gradientScale}. The gradient
 * may be the array of predictions itself (same offset); no other overlap is allowed. Not for use by
 * several threads at once.
 *
 * @param <C> the shape of the loss
 */
public abstract sealed class FloatLossCall<C extends FloatLossCall<C>>
    permits FloatPointLoss, FloatRowLoss {
  /** How many settings of the optional arrays there are. */
  static final int VARIANTS = 8;

  private static final int WEIGHT = 1;
  private static final int LOSS = 2;
  private static final int GRADIENT = 4;

  private int length;
  private float[] prediction;
  private int predictionOffset;
  private float[] weight;
  private int weightOffset;
  private float[] loss;
  private int lossOffset;
  private float[] gradient;
  private int gradientOffset;
  private float gradientScale = 1;
  private int variant;

  /** Whether nothing was set since the arrays were checked. */
  private boolean checked;

  FloatLossCall() {}

  abstract C self();

  /** Predictions of a sample. */
  abstract int outputs();

  /** Checks the array of targets, which the outputs must not overlap. */
  abstract void checkTargetArray();

  /** Checks what the targets hold, if kernels rely on it. */
  abstract void checkTargets(int from, int count);

  /** A setter was called: whether what was checked still holds. */
  final void keepChecked(boolean same) {
    checked &= same;
  }

  final void variant(int bits, boolean set) {
    variant = set ? variant | bits : variant & ~bits;
  }

  /**
   * Sets the number of samples.
   *
   * @param samples at least 0
   * @return this call
   * @throws IllegalArgumentException if it is negative
   */
  public final C length(int samples) {
    if (samples != length) {
      Checks.count("length", samples);
      length = samples;
      checked = false;
    }
    return self();
  }

  /** Sets the predictions, which are only read unless the gradient is the same array. */
  public final C prediction(float[] array, int offset) {
    checked &= prediction == array && predictionOffset == offset;
    prediction = array;
    predictionOffset = offset;
    return self();
  }

  /** Sets the weights, one for each sample; the array may be null, for none. */
  public final C weight(float[] array, int offset) {
    checked &= weight == array && weightOffset == offset;
    weight = array;
    weightOffset = offset;
    variant(WEIGHT, array != null);
    return self();
  }

  /** Sets what receives the single losses, one for each sample; null if they are not wanted. */
  public final C loss(float[] array, int offset) {
    checked &= loss == array && lossOffset == offset;
    loss = array;
    lossOffset = offset;
    variant(LOSS, array != null);
    return self();
  }

  /** Sets what receives the gradient by the predictions; null if it is not wanted. */
  public final C gradient(float[] array, int offset) {
    checked &= gradient == array && gradientOffset == offset;
    gradient = array;
    gradientOffset = offset;
    variant(GRADIENT, array != null);
    return self();
  }

  /** Sets what the gradient is multiplied with; 1 unless set. */
  public final C gradientScale(float factor) {
    gradientScale = factor;
    return self();
  }

  /**
   * Checks all arguments of a part of the call, as it is done in front of the backends.
   *
   * @param from the first sample
   * @param count how many samples
   * @throws NullPointerException if an array is missing
   * @throws IndexOutOfBoundsException if an array is too short, the part not within the call, or a
   *     class not one of those that there are
   * @throws IllegalArgumentException if arrays overlap
   */
  public final void check(int from, int count) {
    Checks.part(from, count, length);
    if (!checked) {
      checkArrays();
      checked = true;
    }
    checkTargets(from, count);
  }

  private void checkArrays() {
    long elements = (long) length * outputs();
    array("prediction", prediction, predictionOffset, elements);
    checkTargetArray();
    if (weight != null) {
      array("weight", weight, weightOffset, length);
    }
    if (gradient != null) {
      array("gradient", gradient, gradientOffset, elements);
      Checks.disjointOrSame(
          "gradient",
          gradient,
          gradientOffset,
          "prediction",
          prediction,
          predictionOffset,
          elements);
      disjoint("gradient", gradient, gradientOffset, elements, "weight", weight, weightOffset);
    }
    if (loss != null) {
      array("loss", loss, lossOffset, length);
      disjoint("loss", loss, lossOffset, length, "weight", weight, weightOffset);
      Checks.disjoint(
          "loss", loss, lossOffset, length, "prediction", prediction, predictionOffset, elements);
      Checks.disjoint(
          "loss", loss, lossOffset, length, "gradient", gradient, gradientOffset, elements);
    }
  }

  /** The outputs must not overlap an array of one element for each sample. */
  final void disjointFromOutputs(String name, float[] array, int offset) {
    long elements = (long) length * outputs();
    disjoint("gradient", gradient, gradientOffset, elements, name, array, offset);
    disjoint("loss", loss, lossOffset, length, name, array, offset);
  }

  private void disjoint(
      String a, float[] x, int xOffset, long xLength, String b, float[] y, int yOffset) {
    if (x != null && y != null) {
      Checks.disjoint(a, x, xOffset, xLength, b, y, yOffset, length);
    }
  }

  private static void array(String name, float[] array, int offset, long needed) {
    Checks.notNull(name, array);
    Checks.range(name, array.length, offset, needed);
  }

  /** Number of samples: at least 0. */
  public final int length() {
    return length;
  }

  /**
   * The variant of the call: bit 0 whether it has weights, bit 1 single losses, bit 2 a gradient,
   * and above them its flags.
   *
   * @return below the number of variants of the loss
   */
  public final int variant() {
    return variant;
  }

  /** The predictions: the array itself. */
  public final float[] prediction() {
    return prediction;
  }

  /** Where the predictions begin: an index. */
  public final int predictionOffset() {
    return predictionOffset;
  }

  /** The weights: the array itself, null for none. */
  public final float[] weight() {
    return weight;
  }

  /** Where the weights begin: an index. */
  public final int weightOffset() {
    return weightOffset;
  }

  /** What receives the single losses: the array itself, or null. */
  public final float[] loss() {
    return loss;
  }

  /** Where the single losses begin: an index. */
  public final int lossOffset() {
    return lossOffset;
  }

  /** What receives the gradient: the array itself, or null. */
  public final float[] gradient() {
    return gradient;
  }

  /** Where the gradient begins: an index. */
  public final int gradientOffset() {
    return gradientOffset;
  }

  /** What the gradient is multiplied with: the factor. */
  public final float gradientScale() {
    return gradientScale;
  }
}
