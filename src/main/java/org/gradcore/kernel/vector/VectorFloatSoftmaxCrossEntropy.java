package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.gradcore.kernel.vector.VectorFloatSums.LANES;
import static org.gradcore.kernel.vector.VectorFloatSums.ROTATE_2;
import static org.gradcore.kernel.vector.VectorFloatSums.ROTATE_4;
import static org.gradcore.kernel.vector.VectorFloatSums.ROTATE_8;
import static org.gradcore.kernel.vector.VectorFloatSums.foldLanes;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.kernel.scalar.FloatMath;

/**
 * Softmax cross-entropy with the Vector API.
 *
 * <p>A method that calls {@link VectorFloatMath} does so once, at the beginning of its loop, or is
 * longer than 325 bytecodes, the longest that C2 inlines: its budget of nodes for a method that it
 * compiles could be used up before the call, and vectors that cross a call are allocated. For the
 * same reason no other method takes or returns a vector.
 */
public final class VectorFloatSoftmaxCrossEntropy implements FloatRowLossKernel {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  // Parts of the scratch of softmax: lanes, losses and gaps of the rows, and rows of logits.
  private static final int LOSSES = LANES;
  private static final int GAPS = 2 * LANES;
  private static final int LOGITS = 3 * LANES;

  /** Logits that the scratch has room for; more only if a single row is longer. */
  private static final int LOGITS_LENGTH = 4096;

  /** Reused by each thread, since kernels do not allocate. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[LOGITS + LOGITS_LENGTH]);

  /**
   * Softmax of {@code n} rows of {@code stride} elements, a multiple of WIDTH: the logits of the
   * classes, then elements that mean nothing. Leaves the residuals in their place, if wanted, and
   * stores the losses of the rows. The row of x at position p is rows[rowsOffset + p], or firstRow
   * + p if rows is null; its number indexes targets and weights.
   *
   * <p>The maximum is taken in any order of the classes: a NaN anywhere makes every result of the
   * row NaN, and the sign of a zero maximum reaches no result.
   *
   * @param z where the rows lie in work
   * @param losses where in work the losses go
   * @param gaps scratch in work, one element per row
   */
  static void softmaxRows(
      float[] work,
      int z,
      int stride,
      int classes,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int n,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      boolean gradient,
      float gradientScale,
      int losses,
      int gaps) {
    // Beforehand: a vector loaded just after parts of it were stored waits for the stores.
    for (int p = 0; p < n && classes < stride; p++) {
      int from = z + p * stride;
      Arrays.fill(work, from + classes, from + stride, Float.NEGATIVE_INFINITY);
    }
    for (int p = 0; p < n; p++) {
      int from = z + p * stride;
      int to = from + stride;
      FloatVector m = FloatVector.fromArray(SPECIES, work, from);
      for (int k = from + WIDTH; k < to; k += WIDTH) {
        FloatVector v = FloatVector.fromArray(SPECIES, work, k);
        m = m.blend(v, v.compare(GT, m));
      }
      if (WIDTH >= 4) {
        FloatVector v = m.rearrange(ROTATE_2);
        m = m.blend(v, v.compare(GT, m));
      }
      if (WIDTH >= 8) {
        FloatVector v = m.rearrange(ROTATE_4);
        m = m.blend(v, v.compare(GT, m));
      }
      if (WIDTH >= 16) {
        FloatVector v = m.rearrange(ROTATE_8);
        m = m.blend(v, v.compare(GT, m));
      }
      float max = m.lane(1) > m.lane(0) ? m.lane(1) : m.lane(0);
      int i = rows == null ? firstRow + p : rows[rowsOffset + p];
      work[gaps + p] = max - work[from + target[targetOffset + i]];
      for (int k = from; k < to; k += WIDTH) {
        FloatVector.fromArray(SPECIES, work, k).sub(max).intoArray(work, k);
      }
    }
    // The exponentials after the classes are +0 and change no sum.
    for (int k = z; k < z + n * stride; k += WIDTH) {
      VectorFloatMath.expOfNegative(FloatVector.fromArray(SPECIES, work, k)).intoArray(work, k);
    }
    for (int p = 0; p < n; p++) {
      int from = z + p * stride;
      int to = from + stride;
      float sum = 0;
      if (stride == WIDTH) {
        FloatVector s = FloatVector.fromArray(SPECIES, work, from);
        if (WIDTH >= 4) {
          s = s.add(s.rearrange(ROTATE_2));
        }
        if (WIDTH >= 8) {
          s = s.add(s.rearrange(ROTATE_4));
        }
        if (WIDTH >= 16) {
          s = s.add(s.rearrange(ROTATE_8));
        }
        sum = s.lane(0) + s.lane(1);
      } else {
        for (int k = from; k < to; k += Blocks.REDUCTION_BLOCK) {
          int length = Math.min(Blocks.REDUCTION_BLOCK, to - k);
          sum += VectorFloatSums.sumBlock(work, k, length);
        }
      }
      work[losses + p] = sum;
    }
    for (int p = 0; p < n; p++) {
      int i = rows == null ? firstRow + p : rows[rowsOffset + p];
      float w = weight == null ? 1 : weight[weightOffset + i];
      float sum = work[losses + p];
      if (gradient) {
        int from = z + p * stride;
        residuals(work, from, stride, from + target[targetOffset + i], sum, w, gradientScale);
      }
      work[losses + p] = w * (FloatMath.log(sum) + work[gaps + p]);
    }
  }

  /** Turns the exponentials of a row into its residuals; a weight of 1 changes no bit. */
  private static void residuals(
      float[] e, int from, int length, int target, float sum, float weight, float scale) {
    float atTarget = e[target] / sum - 1;
    for (int k = from; k < from + length; k += WIDTH) {
      FloatVector.fromArray(SPECIES, e, k).div(sum).mul(weight).mul(scale).intoArray(e, k);
    }
    e[target] = scale * (weight * atTarget);
  }

  /** Scratch with room for at least one row of logits. */
  private static float[] softmaxScratch(int stride) {
    float[] scratch = SCRATCH.get();
    if (scratch.length - LOGITS < stride) {
      scratch = new float[LOGITS + stride];
      SCRATCH.set(scratch);
    }
    return scratch;
  }

  @Override
  public double evaluate(FloatRowLoss call, int from, int count, double carry) {
    int classes = call.classes();
    float[] logits = call.prediction();
    int logitsOffset = call.predictionOffset() + from * classes;
    int[] target = call.target();
    int targetOffset = call.targetOffset() + from;
    float[] weight = call.weight();
    int weightOffset = call.weightOffset() + from;
    float[] loss = call.loss();
    int lossOffset = call.lossOffset() + from;
    float[] gradient = call.gradient();
    int gradientOffset = call.gradientOffset() + from * classes;
    float gradientScale = call.gradientScale();
    int stride = (classes + WIDTH - 1) & -WIDTH;
    float[] scratch = softmaxScratch(stride);
    int chunk = Math.min(LANES, (scratch.length - LOGITS) / stride);
    for (int start = 0; start < count; ) {
      int end = Math.min(count, start + Blocks.REDUCTION_BLOCK);
      int block = start;
      Arrays.fill(scratch, 0, LANES, 0);
      while (start < end) {
        int n = Math.min(chunk, end - start);
        int rows = logitsOffset + start * classes;
        for (int p = 0; p < n; p++) {
          System.arraycopy(logits, rows + p * classes, scratch, LOGITS + p * stride, classes);
        }
        softmaxRows(
            scratch,
            LOGITS,
            stride,
            classes,
            null,
            0,
            start,
            n,
            target,
            targetOffset,
            weight,
            weightOffset,
            gradient != null,
            gradientScale,
            LOSSES,
            GAPS);
        for (int p = 0; p < n; p++) {
          scratch[(start - block + p) & (LANES - 1)] += scratch[LOSSES + p];
        }
        if (loss != null) {
          System.arraycopy(scratch, LOSSES, loss, lossOffset + start, n);
        }
        if (gradient != null) {
          int to = gradientOffset + start * classes;
          for (int p = 0; p < n; p++) {
            System.arraycopy(scratch, LOGITS + p * stride, gradient, to + p * classes, classes);
          }
        }
        start += n;
      }
      carry += (double) foldLanes(scratch, 0);
    }
    return carry;
  }
}
