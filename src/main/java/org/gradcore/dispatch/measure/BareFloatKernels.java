package org.gradcore.dispatch.measure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.openblas.FloatCrossings;
import org.gradcore.kernel.openblas.OpenblasFloatLinear;
import org.gradcore.kernel.openblas.OpenblasFloatMap;
import org.gradcore.kernel.openblas.OpenblasFloatPointLoss;
import org.gradcore.kernel.openblas.OpenblasFloatReduction;
import org.gradcore.kernel.openblas.OpenblasFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.openblas.OpenblasFloatStep;
import org.gradcore.kernel.scalar.ScalarFloatLinears;
import org.gradcore.kernel.scalar.ScalarFloatMaps;
import org.gradcore.kernel.scalar.ScalarFloatPointLosses;
import org.gradcore.kernel.scalar.ScalarFloatReductions;
import org.gradcore.kernel.scalar.ScalarFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.scalar.ScalarFloatSteps;
import org.gradcore.kernel.vector.VectorFloatLinears;
import org.gradcore.kernel.vector.VectorFloatMaps;
import org.gradcore.kernel.vector.VectorFloatPointLosses;
import org.gradcore.kernel.vector.VectorFloatReductions;
import org.gradcore.kernel.vector.VectorFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.vector.VectorFloatSteps;

/**
 * The float kernels of each backend, without argument checks: what the dispatcher chooses from, and
 * what is measured. Programs use {@code Kernels}.
 */
public final class BareFloatKernels {
  private BareFloatKernels() {}

  /**
   * The kernels of a candidate. Loads its classes, and of no other.
   *
   * @param candidate the candidate, which must be available here
   * @return the kernels
   */
  public static FloatKernels of(Candidate candidate) {
    return of(candidate, Settings.of(System::getProperty).crossing());
  }

  /**
   * The kernels of a candidate, with a way to call native functions.
   *
   * @param candidate the candidate, which must be available here
   * @param crossing how native functions are called
   * @return the kernels
   * @throws IllegalStateException if they cannot be called so; with the reason
   */
  public static FloatKernels of(Candidate candidate, Crossing crossing) {
    return switch (candidate.backend()) {
      case SCALAR -> Scalar.create();
      case VECTOR -> Vector.create();
      case OPENBLAS -> Openblas.create(candidate, crossing);
    };
  }

  /**
   * Has small calls of a kernel go by what is faster, as in a process that has made many.
   *
   * @param kernel the kernel
   * @param candidate a candidate of the native backend
   */
  static void settle(Kernel kernel, Candidate candidate) {
    ForeignWarmup.run(kernel, float.class, candidate, Openblas.adaptive(kernel, candidate)::settle);
  }

  // One class per backend: a JVM without the vector module never links the one that names it.

  private static final class Scalar {
    static FloatKernels create() {
      return new FloatKernels(
          ScalarFloatSteps::of,
          ScalarFloatPointLosses::of,
          kernel -> new ScalarFloatSoftmaxCrossEntropy(),
          ScalarFloatLinears::of,
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
          VectorFloatLinears::of,
          VectorFloatReductions::of,
          VectorFloatMaps::of);
    }
  }

  private static final class Openblas {
    /** Those of the whole process: what is compiled is so for all. */
    private static final Map<List<?>, FloatCrossings> ADAPTIVE = new ConcurrentHashMap<>();

    static FloatCrossings adaptive(Kernel kernel, Candidate candidate) {
      return ADAPTIVE.computeIfAbsent(
          List.of(kernel, candidate),
          key ->
              FloatCrossings.adaptive(
                  many -> ForeignWarmup.submit(kernel, float.class, candidate, many::settle)));
    }

    private static FloatCrossings crossings(Kernel kernel, Candidate candidate, Crossing crossing) {
      return switch (crossing) {
        case AUTO -> adaptive(kernel, candidate);
        case JNI -> FloatCrossings.jni();
        case FOREIGN -> FloatCrossings.foreign();
      };
    }

    static FloatKernels create(Candidate candidate, Crossing crossing) {
      int isa = candidate.isa().code();
      boolean blas = candidate.blas();
      Function<Kernel, FloatCrossings> by = kernel -> crossings(kernel, candidate, crossing);
      return new FloatKernels(
          kernel -> new OpenblasFloatStep(kernel, isa, by.apply(kernel)),
          kernel -> new OpenblasFloatPointLoss(kernel, isa, by.apply(kernel)),
          kernel -> new OpenblasFloatSoftmaxCrossEntropy(isa, by.apply(kernel)),
          kernel -> OpenblasFloatLinear.of(kernel, isa, blas, by.apply(kernel)),
          kernel -> new OpenblasFloatReduction(kernel, isa, by.apply(kernel)),
          kernel -> new OpenblasFloatMap(kernel, isa, by.apply(kernel)));
    }
  }
}
