package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.LANES;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.ROTATE_2;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.ROTATE_4;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.ROTATE_8;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.foldLanes;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLossKernels;
import org.gradcore.kernel.scalar.FloatMath;

/**
 * Losses and their gradients with the Vector API.
 *
 * <p>The virtual lanes of the loss sum lie in an array, so that one loop over the elements serves
 * every width. The elements after the last whole vector are copied and filled up to one; the lanes
 * of what they are filled up with get their old sums back.
 *
 * <p>A method that calls {@link VectorFloatMath} does so once, at the beginning of its loop, or is
 * longer than 325 bytecodes, the longest that C2 inlines: its budget of nodes for a method that it
 * compiles could be used up before the call, and vectors that cross a call are allocated. For the
 * same reason no other method takes or returns a vector.
 */
public final class VectorFloatLossKernels implements FloatLossKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  // Parts of the scratch of the elementwise losses: lanes, then one vector of each array.
  private static final int PREDICTIONS = LANES;
  private static final int TARGETS = PREDICTIONS + WIDTH;
  private static final int WEIGHTS = TARGETS + WIDTH;
  private static final int TAIL_LOSSES = WEIGHTS + WIDTH;
  private static final int GRADIENTS = TAIL_LOSSES + WIDTH;

  private static final int KEPT = GRADIENTS + WIDTH;

  // For the logistic loss, exponentials of a part of a block.
  private static final int EXPONENTIALS = KEPT + WIDTH;
  private static final int PART = 512;

  // Parts of the scratch of softmax: lanes, losses and gaps of the rows, and rows of logits.
  private static final int LOSSES = LANES;
  private static final int GAPS = 2 * LANES;
  private static final int LOGITS = 3 * LANES;

  /** Logits that the scratch has room for; more only if a single row is longer. */
  private static final int LOGITS_LENGTH = 4096;

  /** Reused by each thread, since kernels do not allocate. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[LOGITS + LOGITS_LENGTH]);

  @Override
  public double squaredError(
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
      double carry) {
    float[] scratch = SCRATCH.get();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      int tail = n % WIDTH;
      Arrays.fill(scratch, 0, LANES, 0);
      squaredErrorVectors(
          scratch,
          0,
          prediction,
          predictionOffset + start,
          target,
          targetOffset + start,
          weight,
          weightOffset + start,
          loss,
          lossOffset + start,
          gradient,
          gradientOffset + start,
          n - tail,
          factor,
          gradientScale);
      start += n;
      if (tail > 0) {
        int i = start - tail;
        fill(prediction, predictionOffset + i, tail, scratch, PREDICTIONS);
        fill(target, targetOffset + i, tail, scratch, TARGETS);
        float[] weights = weight == null ? null : scratch;
        if (weight != null) {
          fill(weight, weightOffset + i, tail, scratch, WEIGHTS);
        }
        keepLanes(scratch, n - tail, tail);
        squaredErrorVectors(
            scratch,
            n - tail,
            scratch,
            PREDICTIONS,
            scratch,
            TARGETS,
            weights,
            WEIGHTS,
            scratch,
            TAIL_LOSSES,
            scratch,
            GRADIENTS,
            WIDTH,
            factor,
            gradientScale);
        restoreLanes(scratch, n - tail, tail);
        copyTail(scratch, tail, loss, lossOffset + i, gradient, gradientOffset + i);
      }
      carry += (double) foldLanes(scratch, 0);
    }
    return carry;
  }

  /** Copies {@code n} elements and fills up to one vector, with what is fast to compute with. */
  private static void fill(float[] from, int offset, int n, float[] to, int toOffset) {
    System.arraycopy(from, offset, to, toOffset, n);
    Arrays.fill(to, toOffset + n, toOffset + WIDTH, 0);
  }

  /** Puts aside the lanes that {@code tail} elements from {@code first} on leave of a vector. */
  private static void keepLanes(float[] scratch, int first, int tail) {
    int lane = first & (LANES - 1);
    System.arraycopy(scratch, lane + tail, scratch, KEPT, WIDTH - tail);
  }

  /** Brings them back: whatever was added to them is no element's. */
  private static void restoreLanes(float[] scratch, int first, int tail) {
    int lane = first & (LANES - 1);
    System.arraycopy(scratch, KEPT, scratch, lane + tail, WIDTH - tail);
  }

  private static void copyTail(
      float[] scratch, int n, float[] loss, int lossOffset, float[] gradient, int gradientOffset) {
    if (loss != null) {
      System.arraycopy(scratch, TAIL_LOSSES, loss, lossOffset, n);
    }
    if (gradient != null) {
      System.arraycopy(scratch, GRADIENTS, gradient, gradientOffset, n);
    }
  }

  /** Whole vectors of a block; the first element is element {@code first} of the block. */
  private static void squaredErrorVectors(
      float[] lanes,
      int first,
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
      float gradientScale) {
    float gradientFactor = 2 * factor;
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector e =
          FloatVector.fromArray(SPECIES, prediction, predictionOffset + i)
              .sub(FloatVector.fromArray(SPECIES, target, targetOffset + i));
      FloatVector l = e.mul(factor).mul(e);
      FloatVector r = e.mul(gradientFactor);
      if (weight != null) {
        FloatVector w = FloatVector.fromArray(SPECIES, weight, weightOffset + i);
        l = w.mul(l);
        r = w.mul(r);
      }
      int lane = (first + i) & (LANES - 1);
      FloatVector.fromArray(SPECIES, lanes, lane).add(l).intoArray(lanes, lane);
      if (loss != null) {
        l.intoArray(loss, lossOffset + i);
      }
      if (gradient != null) {
        r.mul(gradientScale).intoArray(gradient, gradientOffset + i);
      }
    }
  }

  @Override
  public double logistic(
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
      double carry) {
    boolean signed = (flags & SIGNED_TARGETS) != 0;
    float[] scratch = SCRATCH.get();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      int tail = n % WIDTH;
      Arrays.fill(scratch, 0, LANES, 0);
      logisticVectors(
          scratch,
          0,
          logit,
          logitOffset + start,
          target,
          targetOffset + start,
          weight,
          weightOffset + start,
          loss,
          lossOffset + start,
          gradient,
          gradientOffset + start,
          n - tail,
          signed,
          gradientScale);
      start += n;
      if (tail > 0) {
        int i = start - tail;
        fill(logit, logitOffset + i, tail, scratch, PREDICTIONS);
        fill(target, targetOffset + i, tail, scratch, TARGETS);
        float[] weights = weight == null ? null : scratch;
        if (weight != null) {
          fill(weight, weightOffset + i, tail, scratch, WEIGHTS);
        }
        keepLanes(scratch, n - tail, tail);
        logisticVectors(
            scratch,
            n - tail,
            scratch,
            PREDICTIONS,
            scratch,
            TARGETS,
            weights,
            WEIGHTS,
            scratch,
            TAIL_LOSSES,
            scratch,
            GRADIENTS,
            WIDTH,
            signed,
            gradientScale);
        restoreLanes(scratch, n - tail, tail);
        copyTail(scratch, tail, loss, lossOffset + i, gradient, gradientOffset + i);
      }
      carry += (double) foldLanes(scratch, 0);
    }
    return carry;
  }

  /** Whole vectors of a block; the first element is element {@code first} of the block. */
  private static void logisticVectors(
      float[] scratch,
      int first,
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
      boolean signed,
      float gradientScale) {
    // Three loops over a part, not one: a processor looks too few instructions ahead to overlap the
    // long chains of dependent ones in exp, log1p and the divisions.
    for (int start = 0; start < length; start += PART) {
      int n = Math.min(length - start, PART);
      logisticExponentials(scratch, logit, logitOffset + start, n);
      logisticLosses(
          scratch,
          first + start,
          logit,
          logitOffset + start,
          target,
          targetOffset + start,
          weight,
          weightOffset + start,
          loss,
          lossOffset + start,
          n,
          signed);
      if (gradient != null) {
        logisticGradients(
            scratch,
            logit,
            logitOffset + start,
            target,
            targetOffset + start,
            weight,
            weightOffset + start,
            gradient,
            gradientOffset + start,
            n,
            signed,
            gradientScale);
      }
    }
  }

  private static void logisticExponentials(
      float[] scratch, float[] logit, int logitOffset, int length) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector z = FloatVector.fromArray(SPECIES, logit, logitOffset + i);
      VectorFloatMath.expOfNegative(z.abs().neg()).intoArray(scratch, EXPONENTIALS + i);
    }
  }

  private static void logisticLosses(
      float[] scratch,
      int first,
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] loss,
      int lossOffset,
      int length,
      boolean signed) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector l =
          VectorFloatMath.log1p(FloatVector.fromArray(SPECIES, scratch, EXPONENTIALS + i));
      FloatVector z = FloatVector.fromArray(SPECIES, logit, logitOffset + i);
      FloatVector y = FloatVector.fromArray(SPECIES, target, targetOffset + i);
      if (signed) {
        y = y.lanewise(FMA, 0.5f, 0.5f);
      }
      FloatVector p = FloatVector.zero(SPECIES).blend(z, z.compare(GT, 0.0f));
      l = l.add(y.neg().fma(z, p));
      if (weight != null) {
        l = FloatVector.fromArray(SPECIES, weight, weightOffset + i).mul(l);
      }
      int lane = (first + i) & (LANES - 1);
      FloatVector.fromArray(SPECIES, scratch, lane).add(l).intoArray(scratch, lane);
      if (loss != null) {
        l.intoArray(loss, lossOffset + i);
      }
    }
  }

  private static void logisticGradients(
      float[] scratch,
      float[] logit,
      int logitOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      boolean signed,
      float gradientScale) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector e = FloatVector.fromArray(SPECIES, scratch, EXPONENTIALS + i);
      FloatVector z = FloatVector.fromArray(SPECIES, logit, logitOffset + i);
      FloatVector y = FloatVector.fromArray(SPECIES, target, targetOffset + i);
      if (signed) {
        y = y.lanewise(FMA, 0.5f, 0.5f);
      }
      FloatVector q = e.add(1.0f);
      FloatVector u = FloatVector.broadcast(SPECIES, 1.0f).div(q);
      FloatVector v = e.div(q);
      VectorMask<Float> positive = z.compare(GE, 0.0f);
      FloatVector s = v.blend(u, positive);
      FloatVector c = u.blend(v, positive);
      FloatVector r = y.neg().add(1.0f).fma(s, y.mul(c).neg());
      if (weight != null) {
        r = FloatVector.fromArray(SPECIES, weight, weightOffset + i).mul(r);
      }
      r.mul(gradientScale).intoArray(gradient, gradientOffset + i);
    }
  }

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
          sum += VectorFloatReductionKernels.sumBlock(work, k, length);
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
  public double softmaxCrossEntropy(
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
      double carry) {
    int stride = (classes + WIDTH - 1) & -WIDTH;
    float[] scratch = softmaxScratch(stride);
    int chunk = Math.min(LANES, (scratch.length - LOGITS) / stride);
    for (int start = 0; start < rows; ) {
      int end = Math.min(rows, start + Blocks.REDUCTION_BLOCK);
      int block = start;
      Arrays.fill(scratch, 0, LANES, 0);
      while (start < end) {
        int n = Math.min(chunk, end - start);
        int from = logitsOffset + start * classes;
        for (int p = 0; p < n; p++) {
          System.arraycopy(logits, from + p * classes, scratch, LOGITS + p * stride, classes);
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
