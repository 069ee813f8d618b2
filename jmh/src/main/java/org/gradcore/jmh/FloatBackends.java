package org.gradcore.jmh;

import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Provider;
import org.gradcore.kernel.openblas.FloatCrossings;
import org.gradcore.kernel.openblas.OpenblasFloatLinear;
import org.gradcore.kernel.openblas.OpenblasFloatStep;
import org.gradcore.kernel.scalar.ScalarFloatLinears;
import org.gradcore.kernel.scalar.ScalarFloatSteps;
import org.gradcore.kernel.vector.VectorFloatLinears;
import org.gradcore.kernel.vector.VectorFloatSteps;

/**
 * The kernels of a backend by name: {@code scalar}, {@code vector}, {@code openblas-avx2}, … are
 * the bare backends, {@code openblas-avx2-blas}, … their BLAS variants (linear models only), and
 * {@code dispatch} is what users call, argument checks included.
 */
final class FloatBackends {
  private FloatBackends() {}

  static Provider<FloatStepKernel> steps(String name) {
    return switch (name) {
      case "dispatch" -> Kernels.dispatched().floats().steps();
      case "vector" -> VectorFloatSteps::of;
      case "scalar" -> ScalarFloatSteps::of;
      default ->
          kernel -> new OpenblasFloatStep(kernel, NativeKernels.isa(name), FloatCrossings.jni());
    };
  }

  static Provider<FloatLinearKernel> linears(String name) {
    return switch (name) {
      case "dispatch" -> Kernels.dispatched().floats().linears();
      case "vector" -> VectorFloatLinears::of;
      case "scalar" -> ScalarFloatLinears::of;
      default ->
          kernel ->
              OpenblasFloatLinear.of(
                  kernel,
                  NativeKernels.isa(name),
                  NativeKernels.isBlas(name),
                  FloatCrossings.jni());
    };
  }
}
