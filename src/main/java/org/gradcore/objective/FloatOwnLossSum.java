package org.gradcore.objective;

import java.util.Arrays;
import java.util.Objects;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.loss.FloatLoss;
import org.gradcore.loss.PointLoss;
import org.gradcore.loss.Reduction;

/**
 * The losses of a model with one output and a loss that is no kernel of gradcore's, in the order of
 * {@link FloatLinearKernel}: for each block of rows the margins by a kernel; their losses and
 * residuals by {@link FloatLoss}, in double, rounded, then multiplied by the weight; then the
 * gradient in plain Java, {@code fma(r_i, x_ij, …)} from +0 in float and added in double for dense
 * data, fma in double for CSR; and the sum of the residuals for the intercept.
 */
final class FloatOwnLossSum implements FloatLossSum {
  private final Kernels kernels;
  private final FloatFeatures features;
  private final float[] targets;
  private final float[] weights;
  private final boolean intercept;
  private final FloatLinear margins;
  private final FloatLoss loss;
  private final float[] blockTargets = new float[Blocks.ROW_BLOCK];
  private final float[] blockWeights;

  /** Margins of the rows of a block, then residuals. */
  private final float[] block = new float[Blocks.ROW_BLOCK];

  /** The gradient of a block of dense rows. */
  private final float[] sums;

  FloatOwnLossSum(
      Kernels kernels, PointLoss loss, float[] targets, FloatSamples samples, LinearLayout layout) {
    this.kernels = kernels;
    this.targets = targets;
    features = samples.features();
    weights = samples.weights();
    intercept = layout.intercept();
    margins = samples.call(Kernel.DENSE_MARGINS, Kernel.CSR_MARGINS, layout).out(block, 0);
    blockWeights = weights == null ? null : new float[Blocks.ROW_BLOCK];
    sums = features instanceof FloatDenseMatrix ? new float[layout.features()] : null;
    this.loss = FloatLoss.of(kernels, loss, Reduction.SUM);
    this.loss.prediction(block, 0).target(blockTargets, 0).weight(blockWeights, 0);
  }

  @Override
  public double add(
      int[] list,
      int listOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      double[] gradient) {
    margins.param(param, paramOffset);
    loss.gradient(gradient == null ? null : block, 0);
    double sum = 0;
    for (int start = 0; start < rowCount; start += Blocks.ROW_BLOCK) {
      int count = Math.min(Blocks.ROW_BLOCK, rowCount - start);
      kernels.linear(margins.rows(list, listOffset + start, firstRow + start, count));
      for (int p = 0; p < count; p++) {
        int row = list == null ? firstRow + start + p : list[listOffset + start + p];
        blockTargets[p] = targets[row];
        if (weights != null) {
          blockWeights[p] = weights[row];
        }
      }
      sum += loss.evaluate(count);
      if (gradient != null) {
        addGradient(list, list == null ? firstRow + start : listOffset + start, count, gradient);
      }
    }
    return sum;
  }

  /** Adds the gradient of a block: rows {@code list[from] …}, or without a list {@code from …}. */
  private void addGradient(int[] list, int from, int count, double[] gradient) {
    switch (features) {
      case FloatDenseMatrix dense -> {
        Arrays.fill(sums, 0);
        for (int p = 0; p < count; p++) {
          addDense(dense, list == null ? from + p : list[from + p], block[p]);
        }
        for (int j = 0; j < sums.length; j++) {
          gradient[j] += sums[j];
        }
      }
      case FloatCsrMatrix csr -> {
        for (int p = 0; p < count; p++) {
          addSparse(csr, list == null ? from + p : list[from + p], block[p], gradient);
        }
      }
    }
    if (intercept) {
      gradient[features.columns()] += kernels.floatArrays().sum(block, 0, count);
    }
  }

  private void addDense(FloatDenseMatrix dense, int row, float residual) {
    float[] x = dense.values();
    int base = dense.offset() + row * sums.length;
    for (int j = 0; j < sums.length; j++) {
      sums[j] = Math.fma(residual, x[base + j], sums[j]);
    }
  }

  private static void addSparse(FloatCsrMatrix csr, int row, double residual, double[] gradient) {
    int[] columns = csr.columnIndices();
    float[] values = csr.values();
    int end = csr.rowPointers()[row + 1];
    for (int e = csr.rowPointers()[row]; e < end; e++) {
      int j = Objects.checkIndex(columns[e], csr.columns());
      gradient[j] = Math.fma(residual, (double) values[e], gradient[j]);
    }
  }
}
