package org.gradcore.jmh;

import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.FloatSteps;
import org.gradcore.kernel.openblas.FloatCrossings;
import org.gradcore.kernel.openblas.OpenblasFloatLinearKernels;
import org.gradcore.kernel.openblas.OpenblasFloatStep;
import org.gradcore.kernel.scalar.ScalarFloatLinearKernels;
import org.gradcore.kernel.scalar.ScalarFloatSteps;
import org.gradcore.kernel.vector.VectorFloatLinearKernels;
import org.gradcore.kernel.vector.VectorFloatSteps;

/**
 * The kernels of a backend by name: {@code scalar}, {@code vector}, {@code openblas-avx2}, … are
 * the bare backends, {@code openblas-avx2-blas}, … their BLAS variants (linear models only), and
 * {@code dispatch} is what users call, argument checks included.
 */
final class FloatBackends {
  private FloatBackends() {}

  static FloatSteps steps(String name) {
    return switch (name) {
      case "dispatch" -> Kernels.dispatched().floatSteps();
      case "vector" -> VectorFloatSteps::of;
      case "scalar" -> ScalarFloatSteps::of;
      default ->
          kernel -> new OpenblasFloatStep(kernel, NativeKernels.isa(name), FloatCrossings.jni());
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
