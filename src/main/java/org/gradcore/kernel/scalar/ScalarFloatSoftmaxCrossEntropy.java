package org.gradcore.kernel.scalar;

import static org.gradcore.kernel.scalar.ScalarFloatSums.LANES;
import static org.gradcore.kernel.scalar.ScalarFloatSums.clear;
import static org.gradcore.kernel.scalar.ScalarFloatSums.clearedLanes;
import static org.gradcore.kernel.scalar.ScalarFloatSums.fold;

import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatRowLossKernel;

/** Softmax cross-entropy in plain Java. */
public final class ScalarFloatSoftmaxCrossEntropy implements FloatRowLossKernel {
  /** Lanes of the sum over rows, beside those of the sum over the classes of a row. */
  private static final ThreadLocal<float[]> ROW_LANES =
      ThreadLocal.withInitial(() -> new float[LANES]);

  /** Sum of exponentials of one row, stored to {@code out} if given, in canonical order. */
  private static float exponentials(
      float[] lanes,
      float[] logits,
      int offset,
      int classes,
      float max,
      float[] out,
      int outOffset) {
    float sum = 0;
    for (int start = 0; start < classes; start += Blocks.REDUCTION_BLOCK) {
      int end = Math.min(classes, start + Blocks.REDUCTION_BLOCK);
      clear(lanes);
      for (int k = start; k < end; k++) {
        float e = FloatMath.exp(logits[offset + k] - max);
        lanes[k % LANES] += e;
        if (out != null) {
          out[outOffset + k] = e;
        }
      }
      sum += fold(lanes);
    }
    return sum;
  }

  /**
   * Softmax cross-entropy of one row: returns the loss and stores the residuals if wanted. The
   * residuals may overwrite the logits.
   */
  static float softmaxRow(
      float[] lanes,
      float[] logits,
      int offset,
      int classes,
      int target,
      boolean weighted,
      float weight,
      float[] residual,
      int residualOffset,
      float gradientScale) {
    float max = logits[offset];
    for (int k = 1; k < classes; k++) {
      float z = logits[offset + k];
      max = z > max ? z : max;
    }
    float targetGap = max - logits[offset + target];
    float sum = exponentials(lanes, logits, offset, classes, max, residual, residualOffset);
    float loss = FloatMath.log(sum) + targetGap;
    if (residual != null) {
      for (int k = 0; k < classes; k++) {
        float r = residual[residualOffset + k] / sum;
        r = k == target ? r - 1 : r;
        r = weighted ? weight * r : r;
        residual[residualOffset + k] = gradientScale * r;
      }
    }
    return weighted ? weight * loss : loss;
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
    float[] rowLanes = ROW_LANES.get();
    float[] lanes = clearedLanes();
    for (int start = 0; start < count; start += Blocks.REDUCTION_BLOCK) {
      int end = Math.min(count, start + Blocks.REDUCTION_BLOCK);
      clear(rowLanes);
      for (int i = start; i < end; i++) {
        float l =
            softmaxRow(
                lanes,
                logits,
                logitsOffset + i * classes,
                classes,
                target[targetOffset + i],
                weight != null,
                weight == null ? 1 : weight[weightOffset + i],
                gradient,
                gradientOffset + i * classes,
                gradientScale);
        rowLanes[i % LANES] += l;
        if (loss != null) {
          loss[lossOffset + i] = l;
        }
      }
      carry += (double) fold(rowLanes);
    }
    return carry;
  }
}
