package org.gradcore.kernel;

/**
 * Value and gradient of loss ∘ (X·w + b) for linear models, over dense row-major or CSR data.
 *
 * <p><b>Rows.</b> A call covers {@code rowCount} rows: those listed in {@code rows} from {@code
 * rowsOffset}, or, if {@code rows} is null, the rows {@code firstRow … firstRow + rowCount - 1}.
 * Row numbers also index targets and weights. Rows are taken in blocks of {@link Blocks#ROW_BLOCK}
 * by position. A range cut at block boundaries and chained through {@code carry} and {@code
 * gradient} gives the same bits as the whole.
 *
 * <p><b>Parameters.</b> One output: {@code features} coefficients, then the intercept if the model
 * has one. Softmax: W row-major, classes × features, then one intercept per class. The gradient has
 * the same layout.
 *
 * <p><b>Results.</b> Every loss kernel returns {@code carry + Σ loss} and adds the unscaled
 * gradient to {@code gradient} (double accumulators) unless that is null. Means, scaling and L2 are
 * applied afterwards by {@link #finishGradient}.
 *
 * <p><b>Canonical order.</b>
 *
 * <ul>
 *   <li>dense margin of a row: the lanes of {@link FloatReductionKernel} over all its features as
 *       one block, fma, folded by halving; then {@code + intercept};
 *   <li>CSR margin: {@link Blocks#SPARSE_LANES} lanes, the k-th stored entry in lane k mod 8, fma
 *       from +0, folded by halving; then {@code + intercept};
 *   <li>residual and loss of a row: as in {@link FloatLossCall} with gradientScale 1 (weight
 *       applied if given);
 *   <li>loss of a block, intercept gradient of a block: canonical lanes over the losses / residuals
 *       of the block's rows, added in double;
 *   <li>dense gradient: per block {@code g_j = fma(r_i, x_ij, g_j)} from +0, rows in order; then
 *       {@code gradient_j += (double) g_j};
 *   <li>CSR gradient: {@code gradient_c = fma((double) r_i, (double) x_ic, gradient_c)}, entries in
 *       order, rows in order;
 *   <li>softmax logits: {@code z_k = fma(x_ij, w_kj, z_k)} from +0 in the order of j (dense) or of
 *       the stored entries (CSR); then {@code + b_k};
 *   <li>softmax gradient: as the gradients above with r_ik; the intercepts per block {@code t_k =
 *       t_k + r_ik} from +0, rows in order, then {@code gradient += (double) t_k}.
 * </ul>
 *
 * <p>Dense kernels of the openblas backend that call BLAS are equal to these within the bound
 * stated in their tests, not bit for bit.
 *
 * <p><b>Indices.</b> Implementations do not check their arguments, but for what stands in arrays of
 * indices, which another thread may change during a call: the entries of {@code rowPointers} must
 * ascend within the length of columns and values, and those of {@code columns} be below {@code
 * features}. Each is loaded once, that value is compared with its limit, and only then used. {@code
 * rows} and the class numbers in {@code target} are checked in front of the kernels; native code
 * compares them again as it reads them, Java leaves that to the bounds of its arrays. A bad index
 * ends the call with an {@link IndexOutOfBoundsException}. {@code out}, {@code gradient} and {@code
 * work} then hold, within the ranges of the call, any part of a result; nothing else is written.
 */
public interface FloatLinearKernels {
  /** Squared error, {@code (z - y)²}. */
  int SQUARED_ERROR = 0;

  /** Half the squared error, {@code (z - y)² / 2}. */
  int HALF_SQUARED_ERROR = 1;

  /** Logistic loss, targets 0/1. */
  int LOGISTIC = 2;

  /** Logistic loss, targets −1/+1. */
  int LOGISTIC_SIGNED = 3;

  /**
   * Elements of {@code work} that a one-output kernel needs: one float accumulator per feature, and
   * the margins, residuals, losses, targets and weights of one row block.
   */
  static int workLength(int features) {
    return Math.addExact(features, 5 * Blocks.ROW_BLOCK);
  }

  /**
   * Elements of {@code work} that a softmax kernel needs: the float gradient and the transposed
   * coefficients (classes rounded up to whole virtual lanes), and the logits and losses of one row
   * block.
   */
  static int softmaxWorkLength(int features, int classes) {
    int lanes = Blocks.LANE_BYTES / Float.BYTES;
    int padded = Math.multiplyExact(Math.addExact(classes, lanes - 1) / lanes, lanes);
    int perFeature = Math.multiplyExact(Math.addExact(features, 1), Math.addExact(classes, padded));
    int perRow = Math.multiplyExact(Math.addExact(padded, 4), Blocks.ROW_BLOCK);
    return Math.addExact(perFeature, perRow);
  }

  /** Margins {@code out_i = x_i·w + b} of dense rows, by position. */
  void denseMargins(
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
      int outOffset);

  /**
   * Loss and gradient of a one-output linear model on dense rows.
   *
   * @param loss {@link #SQUARED_ERROR}, {@link #HALF_SQUARED_ERROR}, {@link #LOGISTIC} or {@link
   *     #LOGISTIC_SIGNED}
   * @param x data, row-major, row i at {@code xOffset + i * features}
   * @param rows row numbers, or null for a range
   * @param target one target per row of x (not per position)
   * @param weight one weight per row of x, or null
   * @param param coefficients, then the intercept
   * @param intercept 1 if the model has an intercept, else 0
   * @param gradient accumulators, {@code features + intercept} elements, or null for the value only
   * @param work scratch of {@link #workLength} elements; its content means nothing
   * @param carry what the loss sum starts from
   */
  double denseLoss(
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
      double carry);

  /** Margins of CSR rows, by position. */
  void csrMargins(
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
      int outOffset);

  /**
   * Loss and gradient of a one-output linear model on CSR rows. Row i has the entries {@code
   * rowPointers[i] … rowPointers[i+1] - 1}; column indices count from 0. Other parameters as {@link
   * #denseLoss}.
   */
  double csrLoss(
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
      double carry);

  /**
   * Softmax logits of dense rows: {@code out}, rowCount × classes.
   *
   * @param work scratch of {@link #softmaxWorkLength} elements
   */
  void denseLogits(
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
      int workOffset);

  /**
   * Softmax cross-entropy of a linear model and its gradient on dense rows.
   *
   * @param target class index of each row of x
   * @param gradient accumulators, {@code classes * (features + intercept)} elements, or null
   * @param work scratch of {@link #softmaxWorkLength} elements
   */
  double denseSoftmax(
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
      double carry);

  /** Softmax logits of CSR rows: {@code out}, rowCount × classes. */
  void csrLogits(
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
      int workOffset);

  /** Softmax cross-entropy of a linear model and its gradient on CSR rows. */
  double csrSoftmax(
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
      double carry);

  /**
   * Rounds accumulated gradients to float, with scaling and L2: {@code gradient_j = (float) fma(l2,
   * (double) w_j, accumulator_j * scale)}; without L2 (l2 == 0) {@code (float) (accumulator_j *
   * scale)}.
   *
   * @param scale 1/n for a mean, 1 for a sum
   * @param l2 factor λ of the penalty (λ/2)·|w|²
   */
  void finishGradient(
      double[] accumulator,
      int accumulatorOffset,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      double scale,
      double l2);
}
