package org.gradcore.kernel;

/**
 * The kernels on float arrays, of one backend or of the dispatcher, by shape.
 *
 * @param steps optimizer steps
 * @param pointLosses elementwise losses
 * @param rowLosses losses of rows
 * @param linears linear models
 * @param reductions reductions
 * @param maps maps: what is computed for each element by itself
 */
public record FloatKernels(
    Provider<FloatStepKernel> steps,
    Provider<FloatPointLossKernel> pointLosses,
    Provider<FloatRowLossKernel> rowLosses,
    Provider<FloatLinearKernel> linears,
    Provider<FloatReductionKernel> reductions,
    Provider<FloatMapKernel> maps) {}
