package org.gradcore.kernel.openblas;

import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.presets.Native;

/**
 * Linear models' losses and gradients in C++: fused loops, whose results are bit-equal to the other
 * backends, or for dense data OpenBLAS, equal within a bound.
 */
public final class OpenblasFloatLinearKernels implements FloatLinearKernels {
  private final int isa;
  private final boolean blas;

  /**
   * The kernels compiled for one instruction set.
   *
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param blas whether dense kernels call OpenBLAS instead of the fused loops
   */
  public OpenblasFloatLinearKernels(int isa, boolean blas) {
    this.isa = isa;
    this.blas = blas;
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
    int rowLimit = Indices.denseRows(x.length, xOffset, features);
    int chunk = Chunks.denseRows(features, 1);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n = Math.min(chunk, rowCount - i);
      if (blas) {
        Indices.checked(
            Native.gradcore_denseMarginsBlas_float(
                isa,
                x,
                xOffset,
                features,
                rows,
                rowsOffset + i,
                rowLimit,
                firstRow + i,
                n,
                param,
                paramOffset,
                intercept,
                out,
                outOffset + i));
      } else {
        Indices.checked(
            Native.gradcore_denseMargins_float(
                isa,
                x,
                xOffset,
                features,
                rows,
                rowsOffset + i,
                rowLimit,
                firstRow + i,
                n,
                param,
                paramOffset,
                intercept,
                out,
                outOffset + i));
      }
    }
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
    int rowLimit =
        Indices.rows(
            Indices.denseRows(x.length, xOffset, features),
            target.length - targetOffset,
            weight == null ? Integer.MAX_VALUE : weight.length - weightOffset);
    int chunk = Chunks.denseRows(features, 1);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n = Math.min(chunk, rowCount - i);
      if (blas) {
        carry =
            Indices.checked(
                Native.gradcore_denseLossBlas_float(
                    isa,
                    loss,
                    x,
                    xOffset,
                    features,
                    rows,
                    rowsOffset + i,
                    rowLimit,
                    firstRow + i,
                    n,
                    target,
                    targetOffset,
                    weight,
                    weightOffset,
                    param,
                    paramOffset,
                    intercept,
                    gradient,
                    gradientOffset,
                    work,
                    workOffset,
                    carry));
      } else {
        carry =
            Indices.checked(
                Native.gradcore_denseLoss_float(
                    isa,
                    loss,
                    x,
                    xOffset,
                    features,
                    rows,
                    rowsOffset + i,
                    rowLimit,
                    firstRow + i,
                    n,
                    target,
                    targetOffset,
                    weight,
                    weightOffset,
                    param,
                    paramOffset,
                    intercept,
                    gradient,
                    gradientOffset,
                    work,
                    workOffset,
                    carry));
      }
    }
    return carry;
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
    int rowLimit = Indices.sparseRows(rowPointers);
    int stored = Math.min(columns.length, values.length);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n = Chunks.sparseRows(rowPointers, features, 1, rows, rowsOffset, firstRow, rowCount, i);
      Indices.checked(
          Native.gradcore_csrMargins_float(
              isa,
              rowPointers,
              columns,
              values,
              stored,
              features,
              rows,
              rowsOffset + i,
              rowLimit,
              firstRow + i,
              n,
              param,
              paramOffset,
              intercept,
              out,
              outOffset + i));
    }
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
    int rowLimit =
        Indices.rows(
            Indices.sparseRows(rowPointers),
            target.length - targetOffset,
            weight == null ? Integer.MAX_VALUE : weight.length - weightOffset);
    int stored = Math.min(columns.length, values.length);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n = Chunks.sparseRows(rowPointers, features, 1, rows, rowsOffset, firstRow, rowCount, i);
      carry =
          Indices.checked(
              Native.gradcore_csrLoss_float(
                  isa,
                  loss,
                  rowPointers,
                  columns,
                  values,
                  stored,
                  features,
                  rows,
                  rowsOffset + i,
                  rowLimit,
                  firstRow + i,
                  n,
                  target,
                  targetOffset,
                  weight,
                  weightOffset,
                  param,
                  paramOffset,
                  intercept,
                  gradient,
                  gradientOffset,
                  work,
                  workOffset,
                  carry));
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
    int rowLimit = Indices.denseRows(x.length, xOffset, features);
    int chunk = Chunks.denseRows(features, classes);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n = Math.min(chunk, rowCount - i);
      if (blas) {
        Indices.checked(
            Native.gradcore_denseLogitsBlas_float(
                isa,
                x,
                xOffset,
                features,
                rows,
                rowsOffset + i,
                rowLimit,
                firstRow + i,
                n,
                param,
                paramOffset,
                classes,
                intercept,
                out,
                outOffset + i * classes,
                work,
                workOffset));
      } else {
        Indices.checked(
            Native.gradcore_denseLogits_float(
                isa,
                x,
                xOffset,
                features,
                rows,
                rowsOffset + i,
                rowLimit,
                firstRow + i,
                n,
                param,
                paramOffset,
                classes,
                intercept,
                out,
                outOffset + i * classes,
                work,
                workOffset));
      }
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
    int rowLimit =
        Indices.rows(
            Indices.denseRows(x.length, xOffset, features),
            target.length - targetOffset,
            weight == null ? Integer.MAX_VALUE : weight.length - weightOffset);
    int chunk = Chunks.denseRows(features, classes);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n = Math.min(chunk, rowCount - i);
      if (blas) {
        carry =
            Indices.checked(
                Native.gradcore_denseSoftmaxBlas_float(
                    isa,
                    x,
                    xOffset,
                    features,
                    rows,
                    rowsOffset + i,
                    rowLimit,
                    firstRow + i,
                    n,
                    target,
                    targetOffset,
                    weight,
                    weightOffset,
                    param,
                    paramOffset,
                    classes,
                    intercept,
                    gradient,
                    gradientOffset,
                    work,
                    workOffset,
                    carry));
      } else {
        carry =
            Indices.checked(
                Native.gradcore_denseSoftmax_float(
                    isa,
                    x,
                    xOffset,
                    features,
                    rows,
                    rowsOffset + i,
                    rowLimit,
                    firstRow + i,
                    n,
                    target,
                    targetOffset,
                    weight,
                    weightOffset,
                    param,
                    paramOffset,
                    classes,
                    intercept,
                    gradient,
                    gradientOffset,
                    work,
                    workOffset,
                    carry));
      }
    }
    return carry;
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
    int rowLimit = Indices.sparseRows(rowPointers);
    int stored = Math.min(columns.length, values.length);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n =
          Chunks.sparseRows(
              rowPointers, features, classes, rows, rowsOffset, firstRow, rowCount, i);
      Indices.checked(
          Native.gradcore_csrLogits_float(
              isa,
              rowPointers,
              columns,
              values,
              stored,
              features,
              rows,
              rowsOffset + i,
              rowLimit,
              firstRow + i,
              n,
              param,
              paramOffset,
              classes,
              intercept,
              out,
              outOffset + i * classes,
              work,
              workOffset));
    }
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
    int rowLimit =
        Indices.rows(
            Indices.sparseRows(rowPointers),
            target.length - targetOffset,
            weight == null ? Integer.MAX_VALUE : weight.length - weightOffset);
    int stored = Math.min(columns.length, values.length);
    int n;
    for (int i = 0; i < rowCount; i += n) {
      n =
          Chunks.sparseRows(
              rowPointers, features, classes, rows, rowsOffset, firstRow, rowCount, i);
      carry =
          Indices.checked(
              Native.gradcore_csrSoftmax_float(
                  isa,
                  rowPointers,
                  columns,
                  values,
                  stored,
                  features,
                  rows,
                  rowsOffset + i,
                  rowLimit,
                  firstRow + i,
                  n,
                  target,
                  targetOffset,
                  weight,
                  weightOffset,
                  param,
                  paramOffset,
                  classes,
                  intercept,
                  gradient,
                  gradientOffset,
                  work,
                  workOffset,
                  carry));
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
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Chunks.ELEMENTS, length - i);
      Native.gradcore_finishGradient_float(
          isa,
          accumulator,
          accumulatorOffset + i,
          param,
          paramOffset + i,
          gradient,
          gradientOffset + i,
          n,
          scale,
          l2);
    }
  }
}
