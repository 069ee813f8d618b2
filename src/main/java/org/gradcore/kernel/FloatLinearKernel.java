package org.gradcore.kernel;

/**
 * A kernel of the shape {@link FloatLinear}, on one backend.
 *
 * <p><b>Results.</b> A kernel with a loss returns {@code carry + Σ loss} and adds the unscaled
 * gradient to {@code gradient} (double accumulators) unless that is null. The others write {@code
 * out}, by position: one element for each row, or one for each class.
 *
 * <p><b>Finished gradients.</b> Means, scaling and L2 are applied afterwards by {@code
 * finishGradient}, whose rows are the parameters: {@code out_j = (float) fma(l2, (double) param_j,
 * gradient_j * scale)}; without L2 (l2 == 0) {@code (float) (gradient_j * scale)}.
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
 * <p><b>Indices.</b> Kernels do not check their arguments, but for what stands in arrays of
 * indices, which another thread may change during a call: row pointers must ascend within the
 * length of columns and values, and columns be below the number of features. Each is loaded once,
 * that value is compared with its limit, and only then used. Listed rows and class numbers are
 * checked in front of the kernels; native code compares them again as it reads them, Java leaves
 * that to the bounds of its arrays. A bad index ends the call with an {@link
 * IndexOutOfBoundsException}. Outputs, gradient and work then hold, within the ranges of the call,
 * any part of a result; nothing else is written.
 */
public interface FloatLinearKernel {
  /**
   * Computes a part of the rows of a call. Parts that are cut at multiples of {@link
   * Blocks#ROW_BLOCK} and chained through the carry and the gradient give the same bits as the
   * whole; without a loss, any parts do.
   *
   * @param call the arguments
   * @param from the first row, by position
   * @param count how many rows
   * @param carry what the sum of the losses starts from
   * @return the carry and the losses; without a loss, the carry
   * @throws IndexOutOfBoundsException if an index was bad when it was read
   */
  double run(FloatLinear call, int from, int count, double carry);
}
