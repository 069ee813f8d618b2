package org.gradcore.kernel.scalar;

import static org.gradcore.kernel.Blocks.ROW_BLOCK;

import java.util.Arrays;
import java.util.Objects;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.Kernel;

/** Linear models' losses and gradients in plain Java. */
public final class ScalarFloatLinearKernels implements FloatLinearKernels {
  private static final FloatPointLossKernel SQUARED = new ScalarFloatSquaredError();
  private static final FloatPointLossKernel CROSS_ENTROPY = new ScalarFloatLogistic();

  /** The calls of the losses of blocks, by the number of the loss; reused by each thread. */
  private static final ThreadLocal<FloatPointLoss[]> LOSS_CALLS =
      ThreadLocal.withInitial(
          () ->
              new FloatPointLoss[] {
                new FloatPointLoss(Kernel.SQUARED_ERROR).scalar(0, 1),
                new FloatPointLoss(Kernel.SQUARED_ERROR).scalar(0, 0.5f),
                new FloatPointLoss(Kernel.LOGISTIC),
                new FloatPointLoss(Kernel.LOGISTIC).flags(1)
              });

  private static final ThreadLocal<float[]> SPARSE =
      ThreadLocal.withInitial(() -> new float[Blocks.SPARSE_LANES]);

  private static int row(int[] rows, int rowsOffset, int firstRow, int position) {
    return rows == null ? firstRow + position : rows[rowsOffset + position];
  }

  private static float sparseDot(
      float[] lanes,
      int[] columns,
      float[] values,
      int features,
      int from,
      int to,
      float[] w,
      int wOffset) {
    for (int j = 0; j < Blocks.SPARSE_LANES; j++) {
      lanes[j] = 0;
    }
    for (int e = from; e < to; e++) {
      int j = (e - from) % Blocks.SPARSE_LANES;
      int column = Objects.checkIndex(columns[e], features);
      lanes[j] = Math.fma(values[e], w[wOffset + column], lanes[j]);
    }
    for (int half = Blocks.SPARSE_LANES / 2; half >= 1; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[j + half];
      }
    }
    return lanes[0];
  }

  @Override
  public void denseMargins(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    float[] lanes = ScalarFloatReductionKernels.clearedLanes();
    for (int p = 0; p < rowCount; p++) {
      int i = row(rows, rowsOffset, firstRow, p);
      float dot =
          ScalarFloatReductionKernels.dotBlock(
              lanes, x, xOffset + i * features, param, paramOffset, features);
      out[outOffset + p] = intercept == 0 ? dot : dot + param[paramOffset + features];
    }
  }

  @Override
  public void csrMargins(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    float[] lanes = SPARSE.get();
    int stored = Math.min(columns.length, values.length);
    for (int p = 0; p < rowCount; p++) {
      int i = row(rows, rowsOffset, firstRow, p);
      int to = rowPointers[i + 1];
      int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
      float dot = sparseDot(lanes, columns, values, features, from, to, param, paramOffset);
      out[outOffset + p] = intercept == 0 ? dot : dot + param[paramOffset + features];
    }
  }

  /**
   * Turns the margins of a row block (at {@code margin} in work) into residuals in place; returns
   * carry + the losses of the block.
   */
  private static double residuals(
      int loss,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int n,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] work,
      int margin,
      double carry) {
    int y = margin + ROW_BLOCK;
    int w = y + ROW_BLOCK;
    for (int p = 0; p < n; p++) {
      int i = row(rows, rowsOffset, firstRow, p);
      work[y + p] = target[targetOffset + i];
      if (weight != null) {
        work[w + p] = weight[weightOffset + i];
      }
    }
    float[] weights = weight == null ? null : work;
    FloatPointLoss call = LOSS_CALLS.get()[loss];
    call.prediction(work, margin).target(work, y).weight(weights, w).gradient(work, margin);
    return (loss < LOGISTIC ? SQUARED : CROSS_ENTROPY).evaluate(call, 0, n, carry);
  }

  private static void addIntercept(
      float[] work, int residual, int n, double[] gradient, int gradientIndex) {
    float[] lanes = ScalarFloatReductionKernels.clearedLanes();
    gradient[gradientIndex] +=
        (double) ScalarFloatReductionKernels.sumBlock(lanes, work, residual, n);
  }

  @Override
  public double denseLoss(
      int loss,
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int margin = workOffset + features;
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      denseMargins(
          x, xOffset, features, rows, list, first, n, param, paramOffset, intercept, work, margin);
      carry =
          residuals(
              loss,
              rows,
              list,
              first,
              n,
              target,
              targetOffset,
              weight,
              weightOffset,
              work,
              margin,
              carry);
      if (gradient == null) {
        continue;
      }
      Arrays.fill(work, workOffset, workOffset + features, 0);
      for (int p = 0; p < n; p++) {
        float r = work[margin + p];
        int base = xOffset + row(rows, list, first, p) * features;
        for (int j = 0; j < features; j++) {
          work[workOffset + j] = Math.fma(r, x[base + j], work[workOffset + j]);
        }
      }
      for (int j = 0; j < features; j++) {
        gradient[gradientOffset + j] += (double) work[workOffset + j];
      }
      if (intercept != 0) {
        addIntercept(work, margin, n, gradient, gradientOffset + features);
      }
    }
    return carry;
  }

  @Override
  public double csrLoss(
      int loss,
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int margin = workOffset + features;
    int stored = Math.min(columns.length, values.length);
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      csrMargins(
          rowPointers,
          columns,
          values,
          features,
          rows,
          list,
          first,
          n,
          param,
          paramOffset,
          intercept,
          work,
          margin);
      carry =
          residuals(
              loss,
              rows,
              list,
              first,
              n,
              target,
              targetOffset,
              weight,
              weightOffset,
              work,
              margin,
              carry);
      if (gradient == null) {
        continue;
      }
      for (int p = 0; p < n; p++) {
        double r = work[margin + p];
        int i = row(rows, list, first, p);
        int to = rowPointers[i + 1];
        int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
        for (int e = from; e < to; e++) {
          int g = gradientOffset + Objects.checkIndex(columns[e], features);
          gradient[g] = Math.fma(r, (double) values[e], gradient[g]);
        }
      }
      if (intercept != 0) {
        addIntercept(work, margin, n, gradient, gradientOffset + features);
      }
    }
    return carry;
  }

  @Override
  public void denseLogits(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    int b = paramOffset + classes * features;
    for (int p = 0; p < rowCount; p++) {
      int base = xOffset + row(rows, rowsOffset, firstRow, p) * features;
      for (int k = 0; k < classes; k++) {
        int w = paramOffset + k * features;
        float z = 0;
        for (int j = 0; j < features; j++) {
          z = Math.fma(x[base + j], param[w + j], z);
        }
        out[outOffset + p * classes + k] = intercept == 0 ? z : z + param[b + k];
      }
    }
  }

  @Override
  public void csrLogits(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    int b = paramOffset + classes * features;
    int stored = Math.min(columns.length, values.length);
    for (int p = 0; p < rowCount; p++) {
      int i = row(rows, rowsOffset, firstRow, p);
      int to = rowPointers[i + 1];
      int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
      for (int k = 0; k < classes; k++) {
        int w = paramOffset + k * features;
        float z = 0;
        for (int e = from; e < to; e++) {
          z = Math.fma(values[e], param[w + Objects.checkIndex(columns[e], features)], z);
        }
        out[outOffset + p * classes + k] = intercept == 0 ? z : z + param[b + k];
      }
    }
  }

  /** Turns the logits of a row block into residuals in place; returns carry + its losses. */
  private static double softmaxResiduals(
      int[] rows,
      int rowsOffset,
      int firstRow,
      int n,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      int classes,
      float[] work,
      int logits,
      int losses,
      double carry) {
    float[] lanes = ScalarFloatReductionKernels.clearedLanes();
    for (int p = 0; p < n; p++) {
      int i = row(rows, rowsOffset, firstRow, p);
      int z = logits + p * classes;
      work[losses + p] =
          ScalarFloatSoftmaxCrossEntropy.softmaxRow(
              lanes,
              work,
              z,
              classes,
              target[targetOffset + i],
              weight != null,
              weight == null ? 1 : weight[weightOffset + i],
              work,
              z,
              1);
    }
    return carry + (double) ScalarFloatReductionKernels.sumBlock(lanes, work, losses, n);
  }

  /** Adds the residuals of a row block to the gradient of the intercepts. */
  private static void addIntercepts(
      float[] work, int residuals, int n, int classes, double[] gradient, int gradientOffset) {
    for (int k = 0; k < classes; k++) {
      float t = 0;
      for (int p = 0; p < n; p++) {
        t = t + work[residuals + p * classes + k];
      }
      gradient[gradientOffset + k] += (double) t;
    }
  }

  @Override
  public double denseSoftmax(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int size = classes * features;
    int logits = workOffset + size;
    int losses = logits + ROW_BLOCK * classes;
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      denseLogits(
          x,
          xOffset,
          features,
          rows,
          list,
          first,
          n,
          param,
          paramOffset,
          classes,
          intercept,
          work,
          logits,
          null,
          0);
      carry =
          softmaxResiduals(
              rows,
              list,
              first,
              n,
              target,
              targetOffset,
              weight,
              weightOffset,
              classes,
              work,
              logits,
              losses,
              carry);
      if (gradient == null) {
        continue;
      }
      Arrays.fill(work, workOffset, workOffset + size, 0);
      for (int p = 0; p < n; p++) {
        int base = xOffset + row(rows, list, first, p) * features;
        for (int k = 0; k < classes; k++) {
          float r = work[logits + p * classes + k];
          int g = workOffset + k * features;
          for (int j = 0; j < features; j++) {
            work[g + j] = Math.fma(r, x[base + j], work[g + j]);
          }
        }
      }
      for (int j = 0; j < size; j++) {
        gradient[gradientOffset + j] += (double) work[workOffset + j];
      }
      if (intercept != 0) {
        addIntercepts(work, logits, n, classes, gradient, gradientOffset + size);
      }
    }
    return carry;
  }

  @Override
  public double csrSoftmax(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    int size = classes * features;
    int logits = workOffset;
    int losses = logits + ROW_BLOCK * classes;
    int stored = Math.min(columns.length, values.length);
    for (int start = 0; start < rowCount; start += ROW_BLOCK) {
      int n = Math.min(ROW_BLOCK, rowCount - start);
      int list = rowsOffset + start;
      int first = firstRow + start;
      csrLogits(
          rowPointers,
          columns,
          values,
          features,
          rows,
          list,
          first,
          n,
          param,
          paramOffset,
          classes,
          intercept,
          work,
          logits,
          null,
          0);
      carry =
          softmaxResiduals(
              rows,
              list,
              first,
              n,
              target,
              targetOffset,
              weight,
              weightOffset,
              classes,
              work,
              logits,
              losses,
              carry);
      if (gradient == null) {
        continue;
      }
      for (int p = 0; p < n; p++) {
        int i = row(rows, list, first, p);
        int to = rowPointers[i + 1];
        int from = Objects.checkFromToIndex(rowPointers[i], to, stored);
        for (int k = 0; k < classes; k++) {
          double r = work[logits + p * classes + k];
          int base = gradientOffset + k * features;
          for (int e = from; e < to; e++) {
            int g = base + Objects.checkIndex(columns[e], features);
            gradient[g] = Math.fma(r, (double) values[e], gradient[g]);
          }
        }
      }
      if (intercept != 0) {
        addIntercepts(work, logits, n, classes, gradient, gradientOffset + size);
      }
    }
    return carry;
  }

  @Override
  public void finishGradient(
      double[] accumulator,
      int accumulatorOffset,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      double scale,
      double l2) {
    for (int j = 0; j < length; j++) {
      double g = accumulator[accumulatorOffset + j] * scale;
      if (l2 != 0) {
        g = Math.fma(l2, (double) param[paramOffset + j], g);
      }
      gradient[gradientOffset + j] = (float) g;
    }
  }
}
