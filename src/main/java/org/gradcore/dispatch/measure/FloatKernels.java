package org.gradcore.dispatch.measure;

import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.FloatMaps;
import org.gradcore.kernel.FloatPointLosses;
import org.gradcore.kernel.FloatReductions;
import org.gradcore.kernel.FloatRowLosses;
import org.gradcore.kernel.FloatSteps;
import org.gradcore.kernel.openblas.OpenblasFloatLinearKernels;
import org.gradcore.kernel.openblas.OpenblasFloatMap;
import org.gradcore.kernel.openblas.OpenblasFloatPointLoss;
import org.gradcore.kernel.openblas.OpenblasFloatReduction;
import org.gradcore.kernel.openblas.OpenblasFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.openblas.OpenblasFloatStep;
import org.gradcore.kernel.scalar.ScalarFloatLinearKernels;
import org.gradcore.kernel.scalar.ScalarFloatMaps;
import org.gradcore.kernel.scalar.ScalarFloatPointLosses;
import org.gradcore.kernel.scalar.ScalarFloatReductions;
import org.gradcore.kernel.scalar.ScalarFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.scalar.ScalarFloatSteps;
import org.gradcore.kernel.vector.VectorFloatLinearKernels;
import org.gradcore.kernel.vector.VectorFloatMaps;
import org.gradcore.kernel.vector.VectorFloatPointLosses;
import org.gradcore.kernel.vector.VectorFloatReductions;
import org.gradcore.kernel.vector.VectorFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.vector.VectorFloatSteps;

/**
 * The float kernels of one backend, without argument checks: what the dispatcher chooses from, and
 * what is measured. Programs use {@code Kernels}.
 *
 * @param steps optimizer steps
 * @param pointLosses elementwise losses
 * @param rowLosses losses of rows
 * @param linear linear models
 * @param reductions reductions
 * @param maps maps
 */
public record FloatKernels(
    FloatSteps steps,
    FloatPointLosses pointLosses,
    FloatRowLosses rowLosses,
    FloatLinearKernels linear,
    FloatReductions reductions,
    FloatMaps maps) {

  /**
   * The kernels of a candidate. Loads its classes, and of no other.
   *
   * @param candidate the candidate, which must be available here
   * @return the kernels
   */
  public static FloatKernels of(Candidate candidate) {
    return switch (candidate.backend()) {
      case SCALAR -> Scalar.create();
      case VECTOR -> Vector.create();
      case OPENBLAS -> Openblas.create(candidate.isa().code(), candidate.blas());
    };
  }

  // One class per backend: a JVM without the vector module never links the one that names it.

  private static final class Scalar {
    static FloatKernels create() {
      return new FloatKernels(
          ScalarFloatSteps::of,
          ScalarFloatPointLosses::of,
          kernel -> new ScalarFloatSoftmaxCrossEntropy(),
          new ScalarFloatLinearKernels(),
          ScalarFloatReductions::of,
          ScalarFloatMaps::of);
    }
  }

  private static final class Vector {
    static FloatKernels create() {
      return new FloatKernels(
          VectorFloatSteps::of,
          VectorFloatPointLosses::of,
          kernel -> new VectorFloatSoftmaxCrossEntropy(),
          new VectorFloatLinearKernels(),
          VectorFloatReductions::of,
          VectorFloatMaps::of);
    }
  }

  private static final class Openblas {
    static FloatKernels create(int isa, boolean blas) {
      return new FloatKernels(
          kernel -> new OpenblasFloatStep(kernel, isa),
          kernel -> new OpenblasFloatPointLoss(kernel, isa),
          kernel -> new OpenblasFloatSoftmaxCrossEntropy(isa),
          new OpenblasFloatLinearKernels(isa, blas),
          kernel -> new OpenblasFloatReduction(kernel, isa),
          kernel -> new OpenblasFloatMap(kernel, isa));
    }
  }
}
