package org.gradcore.kernel;

/**
 * The arguments of a kernel of linear models: value and gradient of loss ∘ (X·w + b), or the
 * outputs X·w + b themselves, over rows of dense or CSR data. It is made once, and its arrays and
 * numbers are set again as they change; a call allocates nothing. Arrays are given with the offset
 * at which they begin; setters return the call. Not for use by several threads at once.
 *
 * <p><b>Rows.</b> A call covers the rows of a list, or a range of them. Row numbers also index
 * targets and weights. Rows are taken in blocks of {@link Blocks#ROW_BLOCK} by position.
 *
 * <p><b>Parameters.</b> One output: a coefficient for each feature, then the intercept if the model
 * has one. Softmax: W row-major, classes × features, then one intercept per class. The gradient has
 * the same layout.
 *
 * <p>{@link FloatLinearKernel} says what is computed, in which order, and where it goes.
 */
public final class FloatLinear {
  private final Kernel kernel;
  private final LinearForm form;
  private float[] values;
  private int valuesOffset;
  private int[] rowPointers;
  private int[] columns;
  private int features;
  private int[] rows;
  private int rowsOffset;
  private int firstRow;
  private int rowCount;
  private float[] target;
  private int[] classTarget;
  private int targetOffset;
  private float[] weight;
  private int weightOffset;
  private float[] param;
  private int paramOffset;
  private int classes = 1;
  private int intercept;
  private FloatPointLoss loss;
  private double[] gradient;
  private int gradientOffset;
  private float[] out;
  private int outOffset;
  private float[] work;
  private int workOffset;
  private double scale = 1;
  private double l2;

  /** Whether nothing was set since all that does not depend on the rows was checked. */
  private boolean checked;

  /** If so: how many rows the data hold. */
  private long available;

  /**
   * A call whose arrays are still to be set.
   *
   * @param kernel a kernel of linear models
   * @throws IllegalArgumentException if the kernel is of another family
   */
  public FloatLinear(Kernel kernel) {
    this.kernel = kernel;
    form = LinearForm.of(kernel);
  }

  /**
   * Elements of work that a kernel with one output needs: one float accumulator per feature, and
   * the margins, residuals, losses, targets and weights of one row block.
   *
   * @throws ArithmeticException if there are too many for an array
   */
  public static int workLength(int features) {
    return Math.addExact(features, 5 * Blocks.ROW_BLOCK);
  }

  /**
   * Elements of work that a softmax kernel needs: the float gradient and the transposed
   * coefficients (classes rounded up to whole virtual lanes), and the logits and losses of one row
   * block.
   *
   * @throws ArithmeticException if there are too many for an array
   */
  public static int softmaxWorkLength(int features, int classes) {
    int lanes = Blocks.LANE_BYTES / Float.BYTES;
    int padded = Math.multiplyExact(Math.addExact(classes, lanes - 1) / lanes, lanes);
    int perFeature = Math.multiplyExact(Math.addExact(features, 1), Math.addExact(classes, padded));
    int perRow = Math.multiplyExact(Math.addExact(padded, 4), Blocks.ROW_BLOCK);
    return Math.addExact(perFeature, perRow);
  }

  /** Sets dense data, row-major, of {@code count} features: row i from {@code i * count}. */
  public FloatLinear dense(float[] x, int offset, int count) {
    checked &= values == x && valuesOffset == offset && features == count;
    values = x;
    valuesOffset = offset;
    features = count;
    return this;
  }

  /**
   * Sets CSR data. Row i has the entries {@code pointers[i] … pointers[i + 1] - 1}.
   *
   * @param pointers where rows begin and end among the entries, ascending
   * @param columnOf column of each entry, from 0
   * @param entries value of each entry
   * @param count number of features
   */
  public FloatLinear csr(int[] pointers, int[] columnOf, float[] entries, int count) {
    checked &=
        rowPointers == pointers && columns == columnOf && values == entries && features == count;
    values = entries;
    valuesOffset = 0;
    rowPointers = pointers;
    columns = columnOf;
    features = count;
    return this;
  }

  /**
   * Sets the rows: those of a list, or a range.
   *
   * @param list row numbers, or null for a range; a row may occur more than once
   * @param offset where the list begins
   * @param first the first row of a range
   * @param count number of rows
   * @throws IllegalArgumentException if the count is negative
   */
  public FloatLinear rows(int[] list, int offset, int first, int count) {
    Checks.count("rowCount", count);
    checked &= rows == list && rowsOffset == offset && firstRow == first && rowCount == count;
    rows = list;
    rowsOffset = offset;
    firstRow = first;
    rowCount = count;
    return this;
  }

  /** Sets the targets of a loss with one output: one per row of the data, not per position. */
  public FloatLinear target(float[] array, int offset) {
    checked &= target == array && targetOffset == offset;
    target = array;
    targetOffset = offset;
    return this;
  }

  /** Sets the targets of a softmax loss: the class of each row of the data, not per position. */
  public FloatLinear target(int[] array, int offset) {
    checked &= classTarget == array && targetOffset == offset;
    classTarget = array;
    targetOffset = offset;
    return this;
  }

  /** Sets the weights, one per row of the data; the array may be null, for none. */
  public FloatLinear weight(float[] array, int offset) {
    checked &= weight == array && weightOffset == offset;
    weight = array;
    weightOffset = offset;
    return this;
  }

  /** Sets the parameters. */
  public FloatLinear param(float[] array, int offset) {
    checked &= param == array && paramOffset == offset;
    param = array;
    paramOffset = offset;
    return this;
  }

  /**
   * Sets what outputs the model has.
   *
   * @param count number of classes; 1 if there is one output
   * @param intercepts whether each output has an intercept
   * @throws IllegalArgumentException if the kernel has no such number of classes
   */
  public FloatLinear outputs(int count, boolean intercepts) {
    Checks.classes(count, form.softmax() ? Integer.MAX_VALUE : 1);
    checked &= classes == count & intercept != 0 == intercepts;
    classes = count;
    intercept = intercepts ? 1 : 0;
    return this;
  }

  /**
   * Sets the loss of a model with one output, with its flags and numbers; its arrays are set by the
   * kernels, for each block of rows.
   */
  public FloatLinear loss(FloatPointLoss rule) {
    checked &= loss == rule;
    loss = rule;
    return this;
  }

  /**
   * Sets the accumulators of the gradient, one for each parameter: a kernel with a loss adds to
   * them, {@code finishGradient} reads them. Null if only the loss is wanted.
   */
  public FloatLinear gradient(double[] array, int offset) {
    checked &= gradient == array && gradientOffset == offset;
    gradient = array;
    gradientOffset = offset;
    return this;
  }

  /** Sets what kernels without a loss write: one element per row by position, or row and class. */
  public FloatLinear out(float[] array, int offset) {
    checked &= out == array && outOffset == offset;
    out = array;
    outOffset = offset;
    return this;
  }

  /**
   * Sets the scratch that all kernels but the margins need: {@link #workLength} or {@link
   * #softmaxWorkLength} elements, whose content means nothing.
   */
  public FloatLinear work(float[] array, int offset) {
    checked &= work == array && workOffset == offset;
    work = array;
    workOffset = offset;
    return this;
  }

  /**
   * Sets the numbers of {@code finishGradient}: 1/n for a mean, 1 for a sum; and the factor λ of
   * the penalty (λ/2)·|w|².
   */
  public FloatLinear finish(double factor, double lambda) {
    scale = factor;
    l2 = lambda;
    return this;
  }

  /**
   * Checks all arguments of a part of the call, as it is done in front of the backends. What
   * columns and row pointers hold is checked by the kernels as they read it.
   *
   * @param from the first row, by position
   * @param count how many rows
   * @throws NullPointerException if an array is missing
   * @throws IndexOutOfBoundsException if an array is too short, a row or a class does not exist, or
   *     the part is not within the call
   * @throws IllegalArgumentException if arrays overlap, or there are too many features
   */
  public void check(int from, int count) {
    Checks.part(from, count, rowCount);
    if (!checked) {
      checkArrays();
      checked = true;
    }
    if (form.rows() && rows != null) {
      checkReach(Checks.listed(rows, rowsOffset, from, count, available));
    }
    if (form.loss() && form.softmax()) {
      int list = rowsOffset + from;
      Checks.classes(classTarget, targetOffset, rows, list, firstRow + from, count, classes);
    }
  }

  /** All that does not depend on what a list of rows holds. */
  private void checkArrays() {
    if (form.rows()) {
      available = availableRows();
      if (rows == null) {
        Checks.rowRange(firstRow, rowCount, available);
      } else {
        Checks.range("rows", rows.length, rowsOffset, rowCount);
      }
    }
    elements("param", param, paramOffset, parameters());
    if (!form.loss()) {
      elements("out", out, outOffset, outputLength());
    }
    if (form.loss() ? gradient != null : !form.rows()) {
      Checks.notNull("gradient", gradient);
      Checks.range("gradient", gradient.length, gradientOffset, parameters());
    }
    if (form.loss() && !form.softmax()) {
      Checks.notNull("loss", loss);
      Checks.notNull("the rule of loss", loss.rule());
    }
    if (usesWork()) {
      elements("work", work, workOffset, workLength());
    }
    if (!form.rows()) {
      long length = parameters();
      disjoint("out", out, outOffset, length, "param", param, paramOffset, length);
      disjoint("out", out, outOffset, length, "gradient", gradient, gradientOffset, length);
    } else if (rows == null) {
      checkReach(rowCount == 0 ? 0 : firstRow + rowCount);
    }
  }

  private long availableRows() {
    Checks.count("features", features);
    if (form.sparse()) {
      Checks.notNull("rowPointers", rowPointers);
      Checks.notNull("columns", columns);
      Checks.notNull("values", values);
      return Math.max(0, rowPointers.length - 1);
    }
    Checks.notNull("x", values);
    return Checks.denseRows(values.length, valuesOffset, features);
  }

  /** All that depends on how far the rows reach: all are below the limit. */
  private void checkReach(int limit) {
    if (form.softmax() && form.loss()) {
      Checks.notNull("target", classTarget);
      Checks.range("target", classTarget.length, targetOffset, limit);
    } else if (form.loss()) {
      elements("target", target, targetOffset, limit);
    }
    if (form.loss() && weight != null) {
      elements("weight", weight, weightOffset, limit);
    }
    checkOverlaps(limit);
  }

  private void checkOverlaps(int limit) {
    if (!form.loss()) {
      written("out", out, outOffset, outputLength(), limit);
    } else if (gradient != null) {
      written("gradient", gradient, gradientOffset, parameters(), limit);
    }
    if (usesWork()) {
      long length = workLength();
      written("work", work, workOffset, length, limit);
      if (!form.loss()) {
        disjoint("work", work, workOffset, length, "out", out, outOffset, outputLength());
      } else if (gradient != null) {
        long parameters = parameters();
        disjoint(
            "gradient", gradient, gradientOffset, parameters, "work", work, workOffset, length);
      }
    }
  }

  /** What is written must not overlap what is read. */
  private void written(String name, Object array, int offset, long length, int limit) {
    long valuesLength = form.sparse() ? values.length : (long) limit * features;
    String data = form.sparse() ? "values" : "x";
    disjoint(name, array, offset, length, data, values, valuesOffset, valuesLength);
    disjoint(name, array, offset, length, "param", param, paramOffset, parameters());
    if (form.loss()) {
      disjoint(name, array, offset, length, "target", target, targetOffset, limit);
      disjoint(name, array, offset, length, "weight", weight, weightOffset, limit);
    }
  }

  private static void disjoint(
      String a,
      Object x,
      int xOffset,
      long xLength,
      String b,
      Object y,
      int yOffset,
      long yLength) {
    if (x == y) {
      Checks.disjoint(a, x, xOffset, xLength, b, y, yOffset, yLength);
    }
  }

  private static void elements(String name, float[] array, int offset, long needed) {
    Checks.notNull(name, array);
    Checks.range(name, array.length, offset, needed);
  }

  private boolean usesWork() {
    return form.loss() || form.softmax();
  }

  private long parameters() {
    return form.rows() ? (long) classes * ((long) features + intercept) : rowCount;
  }

  private long outputLength() {
    return (long) rowCount * classes;
  }

  private long workLength() {
    try {
      return form.softmax() ? softmaxWorkLength(features, classes) : workLength(features);
    } catch (ArithmeticException e) {
      String given = "features: " + features + (form.softmax() ? " and classes: " + classes : "");
      throw new IllegalArgumentException(given + " given, too many for a work array", e);
    }
  }

  /** How many entries the arrays of CSR data hold. */
  private int stored() {
    return Math.min(columns.length, values.length);
  }

  /**
   * Names the row pointer or column at which a CSR kernel ended.
   *
   * @param from the first row of the part, by position
   * @param count how many rows
   * @param found what the kernel threw
   * @return the exception for the caller
   */
  public IndexOutOfBoundsException badEntry(int from, int count, IndexOutOfBoundsException found) {
    int list = rowsOffset + from;
    int first = firstRow + from;
    return Checks.badCsr(rowPointers, columns, stored(), features, rows, list, first, count, found);
  }

  /**
   * About how large a part is, as the dispatcher counts it: rows × features × classes, or stored
   * entries × classes.
   *
   * @param from the first row, by position
   * @param count how many rows
   */
  public long size(int from, int count) {
    if (!form.rows()) {
      return count;
    }
    return form.sparse()
        ? classes * Checks.entries(rowPointers, stored(), rows, firstRow + from, count)
        : (long) count * features * classes;
  }

  /**
   * The variant of the call: what it is given, and its loss.
   *
   * @return below {@link LinearForm#variants}
   */
  public int variant() {
    if (!form.rows()) {
      return l2 != 0 ? LinearForm.PENALTY : 0;
    }
    int variant =
        (rows != null ? LinearForm.LIST : 0) | (intercept != 0 ? LinearForm.INTERCEPT : 0);
    if (form.loss()) {
      variant |= weight != null ? LinearForm.WEIGHT : 0;
      variant |= gradient != null ? LinearForm.GRADIENT : 0;
      variant |= form.softmax() ? 0 : loss.rule().number(loss.flags()) << LinearForm.LOSS_SHIFT;
    }
    return variant;
  }

  /** The kernel that the arguments are for. */
  public Kernel kernel() {
    return kernel;
  }

  /** What the kernel takes and gives. */
  public LinearForm form() {
    return form;
  }

  /** The data: dense rows, or the values of the entries. */
  public float[] values() {
    return values;
  }

  /** Where row 0 of dense data begins; 0 for CSR data. */
  public int valuesOffset() {
    return valuesOffset;
  }

  /** Where the rows of CSR data begin and end. */
  public int[] rowPointers() {
    return rowPointers;
  }

  /** The columns of the entries of CSR data. */
  public int[] columns() {
    return columns;
  }

  /** The number of features: at least 0. */
  public int features() {
    return features;
  }

  /** The list of rows; null for a range. */
  public int[] rows() {
    return rows;
  }

  /** Where the list begins. */
  public int rowsOffset() {
    return rowsOffset;
  }

  /** The first row of a range. */
  public int firstRow() {
    return firstRow;
  }

  /** The number of rows of the call: at least 0. */
  public int rowCount() {
    return rowCount;
  }

  /** The row at a position, from 0 to the number of rows - 1. */
  public int row(int position) {
    return rows == null ? firstRow + position : rows[rowsOffset + position];
  }

  /** The targets of a loss with one output. */
  public float[] target() {
    return target;
  }

  /** The targets of a softmax loss. */
  public int[] classTarget() {
    return classTarget;
  }

  /** Where the targets begin. */
  public int targetOffset() {
    return targetOffset;
  }

  /** The weights of the rows; null if there are none. */
  public float[] weight() {
    return weight;
  }

  /** Where the weights begin. */
  public int weightOffset() {
    return weightOffset;
  }

  /** The parameters. */
  public float[] param() {
    return param;
  }

  /** Where the parameters begin. */
  public int paramOffset() {
    return paramOffset;
  }

  /** The number of classes; 1 if there is one output. */
  public int classes() {
    return classes;
  }

  /** Whether each output has an intercept: 1 if so, else 0. */
  public int intercept() {
    return intercept;
  }

  /** The loss of a model with one output: the object itself. */
  public FloatPointLoss loss() {
    return loss;
  }

  /** The accumulators of the gradient; null if only the loss is wanted. */
  public double[] gradient() {
    return gradient;
  }

  /** Where the accumulators begin. */
  public int gradientOffset() {
    return gradientOffset;
  }

  /** What is written by kernels without a loss. */
  public float[] out() {
    return out;
  }

  /** Where that begins. */
  public int outOffset() {
    return outOffset;
  }

  /** The scratch. */
  public float[] work() {
    return work;
  }

  /** Where the scratch begins. */
  public int workOffset() {
    return workOffset;
  }

  /** The factor of a finished gradient. */
  public double scale() {
    return scale;
  }

  /** The factor of the penalty in a finished gradient; 0 for none. */
  public double l2() {
    return l2;
  }
}
