package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.LANES;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.clearLanes;
import static org.gradcore.kernel.vector.VectorFloatReductionKernels.foldLanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLossKernels;

/**
 * Losses and their gradients with the Vector API. The virtual lanes of the loss sum lie in a small
 * array, so that one loop over the elements serves every width.
 *
 * <p>Masked tails that call an elementary function are methods of their own: there the call is hot,
 * so that C2 inlines it however rarely a tail occurs.
 */
public final class VectorFloatLossKernels implements FloatLossKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;
  private static final int WIDTH = SPECIES.length();

  // The parts of the scratch: lanes of the loss sum; for softmax also of the sum over the classes
  // of a row, and the sums and the gaps to the target of as many rows as there are lanes.
  private static final int CLASS_LANES = LANES;
  private static final int SUMS = 2 * LANES;
  private static final int GAPS = 3 * LANES;

  /** Reused by each thread, since kernels do not allocate. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[4 * LANES]);

  /** Zeros and, at index WIDTH, a one: at WIDTH - k starts the vector whose lane k is one. */
  private static final float[] ONE_HOT = oneHot();

  private static float[] oneHot() {
    float[] a = new float[2 * WIDTH];
    a[WIDTH] = 1;
    return a;
  }

  private static FloatVector load(float[] a, int index) {
    return FloatVector.fromArray(SPECIES, a, index);
  }

  private static FloatVector load(float[] a, int index, VectorMask<Float> mask) {
    return FloatVector.fromArray(SPECIES, a, index, mask);
  }

  /** Adds the losses to the lanes that belong to element {@code i} of a block and the next. */
  private static void accumulate(float[] lanes, int i, FloatVector l) {
    int j = i & (LANES - 1);
    load(lanes, j).add(l).intoArray(lanes, j);
  }

  /** The lanes of a where the mask is set, elsewhere +0. */
  private static FloatVector only(FloatVector a, VectorMask<Float> mask) {
    return FloatVector.zero(SPECIES).blend(a, mask);
  }

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
    float gradientFactor = 2 * factor;
    float[] lanes = SCRATCH.get();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      clearLanes(lanes, 0);
      int end = start + SPECIES.loopBound(n);
      int i = start;
      for (; i < end; i += WIDTH) {
        FloatVector e = load(prediction, predictionOffset + i).sub(load(target, targetOffset + i));
        FloatVector l = e.mul(factor).mul(e);
        FloatVector r = e.mul(gradientFactor);
        if (weight != null) {
          FloatVector w = load(weight, weightOffset + i);
          l = w.mul(l);
          r = w.mul(r);
        }
        accumulate(lanes, i, l);
        if (loss != null) {
          l.intoArray(loss, lossOffset + i);
        }
        if (gradient != null) {
          r.mul(gradientScale).intoArray(gradient, gradientOffset + i);
        }
      }
      start += n;
      if (i < start) {
        VectorMask<Float> tail = SPECIES.indexInRange(i, start);
        FloatVector e =
            load(prediction, predictionOffset + i, tail)
                .sub(load(target, targetOffset + i, tail));
        FloatVector l = e.mul(factor).mul(e);
        FloatVector r = e.mul(gradientFactor);
        if (weight != null) {
          FloatVector w = load(weight, weightOffset + i, tail);
          l = w.mul(l);
          r = w.mul(r);
        }
        accumulate(lanes, i, only(l, tail));
        if (loss != null) {
          l.intoArray(loss, lossOffset + i, tail);
        }
        if (gradient != null) {
          r.mul(gradientScale).intoArray(gradient, gradientOffset + i, tail);
        }
      }
      carry += (double) foldLanes(lanes, 0);
    }
    return carry;
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
    float[] lanes = SCRATCH.get();
    for (int start = 0; start < length; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, length - start);
      clearLanes(lanes, 0);
      int full = SPECIES.loopBound(n);
      logisticVectors(
          lanes, logit, logitOffset + start, target, targetOffset + start, weight,
          weightOffset + start, loss, lossOffset + start, gradient, gradientOffset + start, full,
          signed, gradientScale);
      if (full < n) {
        int i = start + full;
        logisticTail(
            lanes, full, logit, logitOffset + i, target, targetOffset + i, weight,
            weightOffset + i, loss, lossOffset + i, gradient, gradientOffset + i, n - full, signed,
            gradientScale);
      }
      carry += (double) foldLanes(lanes, 0);
      start += n;
    }
    return carry;
  }

  /** {@code e^-|z|}. */
  private static FloatVector logisticExp(FloatVector z) {
    return VectorFloatMath.exp(z.abs().neg());
  }

  private static FloatVector logisticLoss(FloatVector z, FloatVector y, FloatVector e) {
    FloatVector p = FloatVector.zero(SPECIES).blend(z, z.compare(GT, 0.0f));
    return VectorFloatMath.log1p(e).add(y.neg().fma(z, p));
  }

  private static FloatVector logisticSlope(FloatVector z, FloatVector y, FloatVector e) {
    FloatVector q = e.add(1.0f);
    FloatVector u = FloatVector.broadcast(SPECIES, 1.0f).div(q);
    FloatVector v = e.div(q);
    VectorMask<Float> positive = z.compare(GE, 0.0f);
    FloatVector s = v.blend(u, positive);
    FloatVector c = u.blend(v, positive);
    return y.neg().add(1.0f).fma(s, y.mul(c).neg());
  }

  /** {@code length} elements of a block from its start, a multiple of the width. */
  private static void logisticVectors(
      float[] lanes,
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
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector z = load(logit, logitOffset + i);
      FloatVector y = load(target, targetOffset + i);
      y = signed ? y.lanewise(FMA, 0.5f, 0.5f) : y;
      FloatVector e = logisticExp(z);
      FloatVector l = logisticLoss(z, y, e);
      FloatVector r = logisticSlope(z, y, e);
      if (weight != null) {
        FloatVector w = load(weight, weightOffset + i);
        l = w.mul(l);
        r = w.mul(r);
      }
      accumulate(lanes, i, l);
      if (loss != null) {
        l.intoArray(loss, lossOffset + i);
      }
      if (gradient != null) {
        r.mul(gradientScale).intoArray(gradient, gradientOffset + i);
      }
    }
  }

  /** The last {@code length} elements of a block, fewer than the width; the first is element i. */
  private static void logisticTail(
      float[] lanes,
      int i,
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
    VectorMask<Float> tail = SPECIES.indexInRange(0, length);
    FloatVector z = load(logit, logitOffset, tail);
    FloatVector y = load(target, targetOffset, tail);
    y = signed ? y.lanewise(FMA, 0.5f, 0.5f) : y;
    FloatVector e = logisticExp(z);
    FloatVector l = logisticLoss(z, y, e);
    FloatVector r = logisticSlope(z, y, e);
    if (weight != null) {
      FloatVector w = load(weight, weightOffset, tail);
      l = w.mul(l);
      r = w.mul(r);
    }
    accumulate(lanes, i, only(l, tail));
    if (loss != null) {
      l.intoArray(loss, lossOffset, tail);
    }
    if (gradient != null) {
      r.mul(gradientScale).intoArray(gradient, gradientOffset, tail);
    }
  }

  /**
   * Softmax of one row: stores the residuals if wanted (they may overwrite the logits), and the sum
   * of the exponentials and the gap {@code m - z_y} to scratch, for {@link #rowLosses}.
   *
   * <p>The maximum is taken in any order of the classes: a NaN anywhere makes every result of the
   * row NaN, and the sign of a zero maximum reaches no result.
   *
   * @param weight 1 without weights, which changes no bit
   * @param classLanes where in scratch the virtual lanes of the sum over the classes lie
   */
  static void softmaxRow(
      float[] logits,
      int offset,
      int classes,
      int target,
      float weight,
      float[] residual,
      int residualOffset,
      float gradientScale,
      float[] scratch,
      int classLanes,
      int sumIndex,
      int gapIndex) {
    if (classes <= WIDTH) {
      softmaxVector(
          logits, offset, classes, target, weight, residual, residualOffset, gradientScale,
          scratch, sumIndex, gapIndex);
      return;
    }
    float max = max(logits, offset, classes);
    scratch[gapIndex] = max - logits[offset + target];
    float sum = 0;
    for (int start = 0; start < classes; ) {
      int n = Math.min(Blocks.REDUCTION_BLOCK, classes - start);
      clearLanes(scratch, classLanes);
      int full = SPECIES.loopBound(n);
      int from = offset + start;
      int to = residualOffset + start;
      exponentials(logits, from, full, max, residual, to, scratch, classLanes);
      if (full < n) {
        int lane = classLanes + (full & (LANES - 1));
        exponentialsTail(logits, from + full, n - full, max, residual, to + full, scratch, lane);
      }
      sum += foldLanes(scratch, classLanes);
      start += n;
    }
    scratch[sumIndex] = sum;
    if (residual != null) {
      residuals(residual, residualOffset, classes, target, sum, weight, gradientScale);
    }
  }

  private static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(GT, a));
  }

  /** {@link #softmaxRow} of at most WIDTH classes: the row is one vector. */
  private static void softmaxVector(
      float[] logits,
      int offset,
      int classes,
      int target,
      float weight,
      float[] residual,
      int residualOffset,
      float gradientScale,
      float[] scratch,
      int sumIndex,
      int gapIndex) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, classes);
    FloatVector z = load(logits, offset, mask);
    z = FloatVector.broadcast(SPECIES, logits[offset]).blend(z, mask);
    FloatVector max = VectorFloatReductionKernels.largest(z);
    scratch[gapIndex] = max.lane(0) - logits[offset + target];
    FloatVector e = only(VectorFloatMath.exp(z.sub(max)), mask);
    FloatVector sum = VectorFloatReductionKernels.foldAll(e);
    scratch[sumIndex] = sum.lane(0);
    if (residual != null) {
      FloatVector r = e.div(sum).sub(load(ONE_HOT, WIDTH - target));
      r.mul(weight).mul(gradientScale).intoArray(residual, residualOffset, mask);
    }
  }

  /** Largest of more than WIDTH numbers. */
  private static float max(float[] x, int offset, int length) {
    FloatVector first = FloatVector.broadcast(SPECIES, x[offset]);
    FloatVector m = first;
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += WIDTH) {
      m = larger(m, load(x, offset + i));
    }
    if (end < length) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, length);
      m = larger(m, first.blend(load(x, offset + end, tail), tail));
    }
    return VectorFloatReductionKernels.largest(m).lane(0);
  }

  private static void exponentials(
      float[] logits,
      int offset,
      int length,
      float max,
      float[] out,
      int outOffset,
      float[] lanes,
      int lanesOffset) {
    for (int k = 0; k < length; k += WIDTH) {
      FloatVector e = VectorFloatMath.exp(load(logits, offset + k).sub(max));
      int lane = lanesOffset + (k & (LANES - 1));
      load(lanes, lane).add(e).intoArray(lanes, lane);
      if (out != null) {
        e.intoArray(out, outOffset + k);
      }
    }
  }

  private static void exponentialsTail(
      float[] logits,
      int offset,
      int length,
      float max,
      float[] out,
      int outOffset,
      float[] lanes,
      int lane) {
    VectorMask<Float> tail = SPECIES.indexInRange(0, length);
    FloatVector e = VectorFloatMath.exp(load(logits, offset, tail).sub(max));
    load(lanes, lane).add(only(e, tail)).intoArray(lanes, lane);
    if (out != null) {
      e.intoArray(out, outOffset, tail);
    }
  }

  /** Turns the exponentials of a row into its residuals. */
  private static void residuals(
      float[] e, int offset, int classes, int target, float sum, float weight, float scale) {
    float atTarget = e[offset + target] / sum - 1;
    int end = SPECIES.loopBound(classes);
    for (int k = 0; k < end; k += WIDTH) {
      load(e, offset + k).div(sum).mul(weight).mul(scale).intoArray(e, offset + k);
    }
    if (end < classes) {
      VectorMask<Float> tail = SPECIES.indexInRange(end, classes);
      load(e, offset + end, tail)
          .div(sum)
          .mul(weight)
          .mul(scale)
          .intoArray(e, offset + end, tail);
    }
    e[offset + target] = scale * (weight * atTarget);
  }

  /**
   * Losses of {@code n} rows from the sums and gaps that {@link #softmaxRow} stored: {@code weight *
   * (log(sum) + gap)}, in place of the sums.
   */
  static void rowLosses(
      float[] scratch, int sums, int gaps, int n, float[] weight, int weightOffset) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> mask = SPECIES.indexInRange(i, n);
      FloatVector l =
          VectorFloatMath.log(load(scratch, sums + i, mask)).add(load(scratch, gaps + i, mask));
      if (weight != null) {
        l = load(weight, weightOffset + i, mask).mul(l);
      }
      l.intoArray(scratch, sums + i, mask);
    }
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
    float[] scratch = SCRATCH.get();
    for (int start = 0; start < rows; ) {
      int end = Math.min(rows, start + Blocks.REDUCTION_BLOCK);
      clearLanes(scratch, 0);
      while (start < end) {
        int n = Math.min(LANES, end - start);
        for (int p = 0; p < n; p++) {
          int i = start + p;
          softmaxRow(
              logits, logitsOffset + i * classes, classes, target[targetOffset + i],
              weight == null ? 1 : weight[weightOffset + i], gradient,
              gradientOffset + i * classes, gradientScale, scratch, CLASS_LANES, SUMS + p,
              GAPS + p);
        }
        rowLosses(scratch, SUMS, GAPS, n, weight, weightOffset + start);
        for (int p = 0; p < n; p++) {
          scratch[p] += scratch[SUMS + p];
        }
        if (loss != null) {
          System.arraycopy(scratch, SUMS, loss, lossOffset + start, n);
        }
        start += n;
      }
      carry += (double) foldLanes(scratch, 0);
    }
    return carry;
  }
}
