package org.gradcore.kernel.vector;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatLinear;

/**
 * What linear models with an output for each class share.
 *
 * <p>Softmax multiplies with the coefficients transposed into panels: panel c holds the classes
 * {@code c * WIDTH …}, one vector per feature and, after them, that of the intercepts. Logits and
 * residuals of a row block lie in rows of whole vectors.
 */
final class VectorFloatPanels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  private VectorFloatPanels() {}

  /** The classes of a call, rounded up to whole vectors. */
  static int padded(FloatLinear call) {
    return (call.classes() + WIDTH - 1) & -WIDTH;
  }

  /** Transposes the coefficients, and the intercepts if any, into panels in work. */
  static void transpose(FloatLinear call, int panels) {
    float[] param = call.param();
    int paramOffset = call.paramOffset();
    int features = call.features();
    int classes = call.classes();
    int intercept = call.intercept();
    float[] work = call.work();
    int panelLength = (features + 1) * WIDTH;
    int last = panels + (padded(call) / WIDTH - 1) * panelLength;
    Arrays.fill(work, last, last + panelLength, 0);
    for (int k = 0; k < classes; k++) {
      int to = panels + k / WIDTH * panelLength + k % WIDTH;
      int from = paramOffset + k * features;
      for (int j = 0; j < features; j++) {
        work[to + j * WIDTH] = param[from + j];
      }
      if (intercept != 0) {
        work[to + features * WIDTH] = param[paramOffset + classes * features + k];
      }
    }
  }

  /** Copies the logits of a row block to the outputs. */
  static void copyRows(FloatLinear call, int start, int n, int logits) {
    float[] work = call.work();
    float[] out = call.out();
    int stride = padded(call);
    int classes = call.classes();
    int at = call.outOffset() + start * classes;
    for (int p = 0; p < n; p++) {
      System.arraycopy(work, logits + p * stride, out, at + p * classes, classes);
    }
  }

  /**
   * Turns the logits of a row block into residuals in place, if the gradient is wanted.
   *
   * @param scratch where its losses go in work, and more of as many elements
   * @return the sum of the losses
   */
  static double residuals(FloatLinear call, int start, int n, int logits, int scratch) {
    VectorFloatSoftmaxCrossEntropy.softmaxRows(
        call.work(),
        logits,
        padded(call),
        call.classes(),
        call.rows(),
        call.rowsOffset() + start,
        call.firstRow() + start,
        n,
        call.classTarget(),
        call.targetOffset(),
        call.weight(),
        call.weightOffset(),
        call.gradient() != null,
        1,
        scratch,
        scratch + ROW_BLOCK);
    return (double) VectorFloatSums.sumBlock(call.work(), scratch, n);
  }

  /**
   * Adds the residuals of a row block to the gradient of the intercepts, if there are any.
   *
   * @param sums one vector of scratch in work
   */
  static void addIntercepts(FloatLinear call, int n, int residuals, int sums) {
    if (call.intercept() == 0) {
      return;
    }
    float[] work = call.work();
    int stride = padded(call);
    int classes = call.classes();
    int at = call.gradientOffset() + classes * call.features();
    for (int c = 0; c < stride; c += WIDTH) {
      FloatVector t = FloatVector.zero(SPECIES);
      for (int p = 0; p < n; p++) {
        t = t.add(FloatVector.fromArray(SPECIES, work, residuals + c + p * stride));
      }
      t.intoArray(work, sums);
      VectorFloatLinears.addTo(call.gradient(), at + c, work, sums, Math.min(WIDTH, classes - c));
    }
  }
}
