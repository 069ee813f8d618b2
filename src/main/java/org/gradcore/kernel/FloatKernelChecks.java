package org.gradcore.kernel;

/**
 * The argument checks of every kernel, made once in front of the backends, which make none. The
 * exceptions are those of {@link Checks}; nothing has been written when one is thrown.
 */
public final class FloatKernelChecks {
  private FloatKernelChecks() {}

  private static void range(String name, float[] array, int offset, long needed) {
    Checks.notNull(name, array);
    Checks.range(name, array.length, offset, needed);
  }

  private static void range(String name, int[] array, int offset, long needed) {
    Checks.notNull(name, array);
    Checks.range(name, array.length, offset, needed);
  }

  /** Arguments of the denseMargins kernel. */
  public static void denseMargins(
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
    int limit = denseRows(x, xOffset, features, rows, rowsOffset, firstRow, rowCount);
    long parameters = parameters(features, 1, intercept);
    range("param", param, paramOffset, parameters);
    range("out", out, outOffset, rowCount);
    Checks.disjoint("out", out, outOffset, rowCount, "param", param, paramOffset, parameters);
    Checks.disjoint("out", out, outOffset, rowCount, "x", x, xOffset, (long) limit * features);
  }

  /** Arguments of the denseLoss kernel; rows, weight and gradient may be null. */
  public static void denseLoss(
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
      int workOffset) {
    Checks.loss(loss);
    int limit = denseRows(x, xOffset, features, rows, rowsOffset, firstRow, rowCount);
    range("target", target, targetOffset, limit);
    long workLength = workLength(features);
    lossArrays(
        limit,
        weight,
        weightOffset,
        param,
        paramOffset,
        parameters(features, 1, intercept),
        gradient,
        gradientOffset,
        work,
        workOffset,
        workLength);
    written(
        "x",
        x,
        xOffset,
        (long) limit * features,
        gradient,
        gradientOffset,
        parameters(features, 1, intercept),
        work,
        workOffset,
        workLength);
    written(
        "target",
        target,
        targetOffset,
        limit,
        gradient,
        gradientOffset,
        parameters(features, 1, intercept),
        work,
        workOffset,
        workLength);
  }

  /**
   * Arguments of the csrMargins kernel.
   *
   * @return about how many stored entries the rows have
   */
  public static long csrMargins(
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
    csrRows(rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount);
    long parameters = parameters(features, 1, intercept);
    range("param", param, paramOffset, parameters);
    range("out", out, outOffset, rowCount);
    Checks.disjoint("out", out, outOffset, rowCount, "param", param, paramOffset, parameters);
    Checks.disjoint("out", out, outOffset, rowCount, "values", values, 0, values.length);
    return entries(rowPointers, columns, values, rows, firstRow, rowCount);
  }

  /**
   * Arguments of the csrLoss kernel; rows, weight and gradient may be null.
   *
   * @return about how many stored entries the rows have
   */
  public static long csrLoss(
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
      int workOffset) {
    Checks.loss(loss);
    int limit =
        csrRows(rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount);
    range("target", target, targetOffset, limit);
    long parameters = parameters(features, 1, intercept);
    long workLength = workLength(features);
    lossArrays(
        limit,
        weight,
        weightOffset,
        param,
        paramOffset,
        parameters,
        gradient,
        gradientOffset,
        work,
        workOffset,
        workLength);
    written(
        "values",
        values,
        0,
        values.length,
        gradient,
        gradientOffset,
        parameters,
        work,
        workOffset,
        workLength);
    written(
        "target",
        target,
        targetOffset,
        limit,
        gradient,
        gradientOffset,
        parameters,
        work,
        workOffset,
        workLength);
    return entries(rowPointers, columns, values, rows, firstRow, rowCount);
  }

  /** Arguments of the denseLogits kernel; rows may be null. */
  public static void denseLogits(
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
    int limit = denseRows(x, xOffset, features, rows, rowsOffset, firstRow, rowCount);
    logitsArrays(
        features,
        rowCount,
        param,
        paramOffset,
        classes,
        intercept,
        out,
        outOffset,
        work,
        workOffset);
    long outLength = (long) rowCount * classes;
    long xLength = (long) limit * features;
    long workLength = softmaxWorkLength(features, classes);
    Checks.disjoint("out", out, outOffset, outLength, "x", x, xOffset, xLength);
    Checks.disjoint("work", work, workOffset, workLength, "x", x, xOffset, xLength);
  }

  /** Arguments of the denseSoftmax kernel; rows, weight and gradient may be null. */
  public static void denseSoftmax(
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
      int workOffset) {
    Checks.atLeastOne("classes", classes);
    int limit = denseRows(x, xOffset, features, rows, rowsOffset, firstRow, rowCount);
    range("target", target, targetOffset, limit);
    long parameters = parameters(features, classes, intercept);
    long workLength = softmaxWorkLength(features, classes);
    lossArrays(
        limit,
        weight,
        weightOffset,
        param,
        paramOffset,
        parameters,
        gradient,
        gradientOffset,
        work,
        workOffset,
        workLength);
    written(
        "x",
        x,
        xOffset,
        (long) limit * features,
        gradient,
        gradientOffset,
        parameters,
        work,
        workOffset,
        workLength);
    Checks.classes(target, targetOffset, rows, rowsOffset, firstRow, rowCount, classes);
  }

  /**
   * Arguments of the csrLogits kernel; rows may be null.
   *
   * @return about how many stored entries the rows have
   */
  public static long csrLogits(
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
    csrRows(rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount);
    logitsArrays(
        features,
        rowCount,
        param,
        paramOffset,
        classes,
        intercept,
        out,
        outOffset,
        work,
        workOffset);
    long outLength = (long) rowCount * classes;
    long workLength = softmaxWorkLength(features, classes);
    Checks.disjoint("out", out, outOffset, outLength, "values", values, 0, values.length);
    Checks.disjoint("work", work, workOffset, workLength, "values", values, 0, values.length);
    return entries(rowPointers, columns, values, rows, firstRow, rowCount);
  }

  /**
   * Arguments of the csrSoftmax kernel; rows, weight and gradient may be null.
   *
   * @return about how many stored entries the rows have
   */
  public static long csrSoftmax(
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
      int workOffset) {
    Checks.atLeastOne("classes", classes);
    int limit =
        csrRows(rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount);
    range("target", target, targetOffset, limit);
    long parameters = parameters(features, classes, intercept);
    long workLength = softmaxWorkLength(features, classes);
    lossArrays(
        limit,
        weight,
        weightOffset,
        param,
        paramOffset,
        parameters,
        gradient,
        gradientOffset,
        work,
        workOffset,
        workLength);
    written(
        "values",
        values,
        0,
        values.length,
        gradient,
        gradientOffset,
        parameters,
        work,
        workOffset,
        workLength);
    Checks.classes(target, targetOffset, rows, rowsOffset, firstRow, rowCount, classes);
    return entries(rowPointers, columns, values, rows, firstRow, rowCount);
  }

  /** Arguments of the finishGradient kernel. */
  public static void finishGradient(
      double[] accumulator,
      int accumulatorOffset,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length) {
    Checks.count("length", length);
    Checks.notNull("accumulator", accumulator);
    Checks.range("accumulator", accumulator.length, accumulatorOffset, length);
    range("param", param, paramOffset, length);
    range("gradient", gradient, gradientOffset, length);
    Checks.disjoint(
        "gradient", gradient, gradientOffset, length, "param", param, paramOffset, length);
    Checks.disjoint(
        "gradient",
        gradient,
        gradientOffset,
        length,
        "accumulator",
        accumulator,
        accumulatorOffset,
        length);
  }

  private static long workLength(int features) {
    try {
      return FloatLinearKernels.workLength(features);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "features: " + features + " given, too many for a work array", e);
    }
  }

  private static long softmaxWorkLength(int features, int classes) {
    try {
      return FloatLinearKernels.softmaxWorkLength(features, classes);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "features: "
              + features
              + " and classes: "
              + classes
              + " given, too many for a work array",
          e);
    }
  }

  private static long parameters(int features, int outputs, int intercept) {
    Checks.intercept(intercept);
    return (long) outputs * ((long) features + intercept);
  }

  /** Returns the largest row number of the call plus one. */
  private static int denseRows(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount) {
    Checks.count("features", features);
    Checks.notNull("x", x);
    long available = Checks.denseRows(x.length, xOffset, features);
    return Checks.rows(rows, rowsOffset, firstRow, rowCount, available);
  }

  /** Returns the largest row number of the call plus one. */
  private static int csrRows(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount) {
    Checks.count("features", features);
    Checks.notNull("rowPointers", rowPointers);
    Checks.notNull("columns", columns);
    Checks.notNull("values", values);
    long available = Math.max(0, rowPointers.length - 1);
    return Checks.rows(rows, rowsOffset, firstRow, rowCount, available);
  }

  private static long entries(
      int[] rowPointers, int[] columns, float[] values, int[] rows, int firstRow, int rowCount) {
    int stored = Math.min(columns.length, values.length);
    return Checks.entries(rowPointers, stored, rows, firstRow, rowCount);
  }

  /**
   * Names the row pointer or column at which a CSR kernel ended.
   *
   * @param found what the kernel threw
   * @return the exception for the caller
   */
  public static IndexOutOfBoundsException badCsr(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      IndexOutOfBoundsException found) {
    int stored = Math.min(columns.length, values.length);
    return Checks.badCsr(
        rowPointers, columns, stored, features, rows, rowsOffset, firstRow, rowCount, found);
  }

  private static void logitsArrays(
      int features,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    Checks.atLeastOne("classes", classes);
    long parameters = parameters(features, classes, intercept);
    long outLength = (long) rowCount * classes;
    long workLength = softmaxWorkLength(features, classes);
    range("param", param, paramOffset, parameters);
    range("out", out, outOffset, outLength);
    range("work", work, workOffset, workLength);
    Checks.disjoint("out", out, outOffset, outLength, "param", param, paramOffset, parameters);
    Checks.disjoint("work", work, workOffset, workLength, "param", param, paramOffset, parameters);
    Checks.disjoint("work", work, workOffset, workLength, "out", out, outOffset, outLength);
  }

  /** The arrays that all loss kernels of linear models have. */
  private static void lossArrays(
      int rowLimit,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      long parameters,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      long workLength) {
    range("param", param, paramOffset, parameters);
    range("work", work, workOffset, workLength);
    if (gradient != null) {
      Checks.range("gradient", gradient.length, gradientOffset, parameters);
      Checks.disjoint(
          "gradient", gradient, gradientOffset, parameters, "work", work, workOffset, workLength);
    }
    if (weight != null) {
      range("weight", weight, weightOffset, rowLimit);
      written(
          "weight",
          weight,
          weightOffset,
          rowLimit,
          gradient,
          gradientOffset,
          parameters,
          work,
          workOffset,
          workLength);
    }
    written(
        "param",
        param,
        paramOffset,
        parameters,
        gradient,
        gradientOffset,
        parameters,
        work,
        workOffset,
        workLength);
  }

  /** An array that is read must not overlap the two that a loss kernel writes. */
  private static void written(
      String name,
      float[] read,
      int readOffset,
      long readLength,
      double[] gradient,
      int gradientOffset,
      long parameters,
      float[] work,
      int workOffset,
      long workLength) {
    Checks.disjoint(
        "gradient", gradient, gradientOffset, parameters, name, read, readOffset, readLength);
    Checks.disjoint("work", work, workOffset, workLength, name, read, readOffset, readLength);
  }
}
