package org.gradcore.jmh;

import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.FloatOptimizerKernels;
import org.gradcore.kernel.openblas.OpenblasFloatLinearKernels;
import org.gradcore.kernel.openblas.OpenblasFloatOptimizerKernels;
import org.gradcore.kernel.scalar.ScalarFloatLinearKernels;
import org.gradcore.kernel.scalar.ScalarFloatOptimizerKernels;
import org.gradcore.kernel.vector.VectorFloatLinearKernels;
import org.gradcore.kernel.vector.VectorFloatOptimizerKernels;

/**
 * The kernels of a backend by name: {@code scalar}, {@code vector}, {@code openblas-avx2}, … are
 * the bare backends, {@code openblas-avx2-blas}, … their BLAS variants (linear models only), and
 * {@code dispatch} is what users call, argument checks included.
 */
final class FloatBackends {
  private FloatBackends() {}

  static FloatOptimizerKernels optimizers(String name) {
    return switch (name) {
      case "dispatch" -> Kernels.dispatched().floatOptimizers();
      case "vector" -> new VectorFloatOptimizerKernels();
      case "scalar" -> new ScalarFloatOptimizerKernels();
      default -> new OpenblasFloatOptimizerKernels(NativeKernels.isa(name));
    };
  }

  static FloatLinearKernels linear(String name) {
    return switch (name) {
      case "dispatch" -> Kernels.dispatched().floatLinear();
      case "vector" -> new VectorFloatLinearKernels();
      case "scalar" -> new ScalarFloatLinearKernels();
      default ->
          new OpenblasFloatLinearKernels(NativeKernels.isa(name), NativeKernels.isBlas(name));
    };
  }
}
