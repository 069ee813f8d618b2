package org.gradcore.jmh;

/**
 * A model to fit, the same for every {@link Fitter}: mean loss + (l2 / 2)·|w|². Two classes are
 * fitted by logistic regression (one weight per feature), more by softmax regression (one weight
 * per class and feature, all classes penalized). Intercepts, where there are any, are not
 * penalized.
 *
 * @param name of the data set
 * @param rows number of rows
 * @param features number of columns
 * @param classes number of classes, at least 2
 * @param dense whether the rows are best kept dense; they are given as CSR all the same
 * @param rowPointers CSR: where each row begins, {@code rows + 1} entries
 * @param columns CSR: the column of each value, from 0, ascending in a row
 * @param values CSR: the values
 * @param labels the class of each row, 0 to {@code classes - 1}; of two, 1 is the positive one
 * @param l2 strength of the penalty
 * @param intercept whether there is an intercept, per class if there are more than two
 */
public record FitProblem(
    String name,
    int rows,
    int features,
    int classes,
    boolean dense,
    int[] rowPointers,
    int[] columns,
    double[] values,
    int[] labels,
    double l2,
    boolean intercept) {

  /**
   * Number of parameters of a solution: the weights class by class, then the intercepts.
   *
   * @return {@code features} and perhaps 1, times {@code classes} if there are more than two
   */
  public int parameters() {
    int outputs = classes == 2 ? 1 : classes;
    return outputs * (features + (intercept ? 1 : 0));
  }

  /**
   * What tells the problem from the others in reports.
   *
   * @return e.g. {@code a9a} or {@code a9a + intercept}
   */
  public String label() {
    return intercept ? name + " + intercept" : name;
  }
}
