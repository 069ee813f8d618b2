package org.gradcore.objective;

import java.util.Arrays;
import java.util.Objects;

/**
 * Data × model × loss × penalty: the mean of the losses of rows as a function of a linear model's
 * parameters, and a penalty on them. Each is a part that does not know what the others are.
 */
abstract sealed class FloatMeanObjective implements FloatObjective
    permits FloatLinearObjective, FloatSoftmaxObjective {
  private final FloatSamples samples;
  private final LinearLayout layout;
  private final FloatLossSum losses;
  private final FloatL2 penalty;
  private final double[] accumulator;

  FloatMeanObjective(
      FloatSamples samples, LinearLayout layout, FloatLossSum losses, FloatL2 penalty) {
    this.samples = samples;
    this.layout = layout;
    this.losses = losses;
    this.penalty = penalty;
    if (layout.parameterCount() == 0) {
      throw new IllegalArgumentException("no features and no intercept: nothing to train");
    }
    accumulator = new double[layout.parameterCount()];
  }

  @Override
  public final int parameterCount() {
    return layout.parameterCount();
  }

  @Override
  public final int rows() {
    return samples.rows();
  }

  @Override
  public final double evaluate(
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset) {
    if (rowCount < 1) {
      throw new IllegalArgumentException("rowCount " + rowCount + ": at least 1 is needed");
    }
    if (rows == null) {
      Objects.checkFromIndexSize(firstRow, rowCount, rows());
    } else {
      Objects.checkFromIndexSize(rowsOffset, rowCount, rows.length);
    }
    Objects.checkFromIndexSize(paramOffset, parameterCount(), param.length);
    if (gradient != null) {
      Objects.checkFromIndexSize(gradientOffset, parameterCount(), gradient.length);
      Arrays.fill(accumulator, 0);
    }
    double[] sums = gradient == null ? null : accumulator;
    double sum = losses.add(rows, rowsOffset, firstRow, rowCount, param, paramOffset, sums);
    double scale = samples.scale(rows, rowsOffset, firstRow, rowCount);
    if (gradient != null) {
      penalty.finish(accumulator, scale, param, paramOffset, gradient, gradientOffset);
    }
    return sum * scale + penalty.value(param, paramOffset);
  }
}
