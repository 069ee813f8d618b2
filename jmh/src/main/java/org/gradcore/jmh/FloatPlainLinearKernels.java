package org.gradcore.jmh;

import static org.gradcore.jmh.FloatPlainKernels.logisticLoss;
import static org.gradcore.jmh.FloatPlainKernels.only;
import static org.gradcore.jmh.FloatPlainKernels.sigmoid;
import static org.gradcore.jmh.FloatPlainKernels.softmax;

import org.gradcore.kernel.FloatLinearKernels;

/** The plain Java loops of linear models, in the manner of {@link FloatPlainKernels}. */
final class FloatPlainLinearKernels implements FloatLinearKernels {
  private static float margin(float[] x, int row, int features, float[] param, int intercept) {
    float z = intercept == 0 ? 0 : param[features];
    for (int j = 0; j < features; j++) {
      z += x[row + j] * param[j];
    }
    return z;
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
    only(rows == null && firstRow == 0 && paramOffset == 0, "all rows");
    for (int i = 0; i < rowCount; i++) {
      out[outOffset + i] = margin(x, xOffset + i * features, features, param, intercept);
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
    only(
        loss == LOGISTIC
            && rows == null
            && firstRow == 0
            && weight == null
            && paramOffset == 0
            && intercept == 1
            && gradient != null
            && gradientOffset == 0,
        "logistic regression with intercept on all rows");
    double sum = carry;
    for (int i = 0; i < rowCount; i++) {
      int row = xOffset + i * features;
      float z = margin(x, row, features, param, intercept);
      float y = target[targetOffset + i];
      sum += logisticLoss(z, y);
      float r = sigmoid(z) - y;
      for (int j = 0; j < features; j++) {
        gradient[j] += r * x[row + j];
      }
      gradient[features] += r;
    }
    return sum;
  }

  private static float margin(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int row,
      float[] param,
      int intercept) {
    float z = intercept == 0 ? 0 : param[features];
    for (int k = rowPointers[row]; k < rowPointers[row + 1]; k++) {
      z += values[k] * param[columns[k]];
    }
    return z;
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
    only(rows == null && firstRow == 0 && paramOffset == 0, "all rows");
    for (int i = 0; i < rowCount; i++) {
      out[outOffset + i] = margin(rowPointers, columns, values, features, i, param, intercept);
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
    only(
        loss == LOGISTIC
            && rows == null
            && firstRow == 0
            && weight == null
            && paramOffset == 0
            && intercept == 1
            && gradient != null
            && gradientOffset == 0,
        "logistic regression with intercept on all rows");
    double sum = carry;
    for (int i = 0; i < rowCount; i++) {
      float z = margin(rowPointers, columns, values, features, i, param, intercept);
      float y = target[targetOffset + i];
      sum += logisticLoss(z, y);
      float r = sigmoid(z) - y;
      for (int k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
        gradient[columns[k]] += r * values[k];
      }
      gradient[features] += r;
    }
    return sum;
  }

  private static void logits(
      float[] x,
      int row,
      int features,
      float[] param,
      int classes,
      int intercept,
      float[] out,
      int to) {
    for (int k = 0; k < classes; k++) {
      float z = intercept == 0 ? 0 : param[classes * features + k];
      for (int j = 0; j < features; j++) {
        z += x[row + j] * param[k * features + j];
      }
      out[to + k] = z;
    }
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
    only(rows == null && firstRow == 0 && paramOffset == 0, "all rows");
    for (int i = 0; i < rowCount; i++) {
      logits(
          x,
          xOffset + i * features,
          features,
          param,
          classes,
          intercept,
          out,
          outOffset + i * classes);
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
    only(
        rows == null
            && firstRow == 0
            && weight == null
            && paramOffset == 0
            && intercept == 1
            && gradient != null
            && gradientOffset == 0,
        "softmax regression with intercepts on all rows");
    double sum = carry;
    for (int i = 0; i < rowCount; i++) {
      int row = xOffset + i * features;
      int y = target[targetOffset + i];
      logits(x, row, features, param, classes, intercept, work, workOffset);
      sum += softmax(work, workOffset, work, workOffset, classes, y);
      work[workOffset + y] -= 1;
      for (int k = 0; k < classes; k++) {
        float r = work[workOffset + k];
        for (int j = 0; j < features; j++) {
          gradient[k * features + j] += r * x[row + j];
        }
        gradient[classes * features + k] += r;
      }
    }
    return sum;
  }

  private static void logits(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int row,
      float[] param,
      int classes,
      int intercept,
      float[] out,
      int to) {
    for (int k = 0; k < classes; k++) {
      float z = intercept == 0 ? 0 : param[classes * features + k];
      for (int e = rowPointers[row]; e < rowPointers[row + 1]; e++) {
        z += values[e] * param[k * features + columns[e]];
      }
      out[to + k] = z;
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
    only(rows == null && firstRow == 0 && paramOffset == 0, "all rows");
    for (int i = 0; i < rowCount; i++) {
      logits(
          rowPointers,
          columns,
          values,
          features,
          i,
          param,
          classes,
          intercept,
          out,
          outOffset + i * classes);
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
    only(
        rows == null
            && firstRow == 0
            && weight == null
            && paramOffset == 0
            && intercept == 1
            && gradient != null
            && gradientOffset == 0,
        "softmax regression with intercepts on all rows");
    double sum = carry;
    for (int i = 0; i < rowCount; i++) {
      int y = target[targetOffset + i];
      logits(
          rowPointers, columns, values, features, i, param, classes, intercept, work, workOffset);
      sum += softmax(work, workOffset, work, workOffset, classes, y);
      work[workOffset + y] -= 1;
      for (int k = 0; k < classes; k++) {
        float r = work[workOffset + k];
        for (int e = rowPointers[i]; e < rowPointers[i + 1]; e++) {
          gradient[k * features + columns[e]] += r * values[e];
        }
        gradient[classes * features + k] += r;
      }
    }
    return sum;
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
      gradient[gradientOffset + j] =
          (float) (accumulator[accumulatorOffset + j] * scale + l2 * param[paramOffset + j]);
    }
  }
}
