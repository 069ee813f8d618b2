package org.gradcore.testing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatLinears;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatMaps;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.FloatPointLosses;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.FloatReductions;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.kernel.FloatRowLosses;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.FloatSteps;
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
import org.gradcore.kernel.vector.Lanes;
import org.gradcore.kernel.vector.VectorFloatLinears;
import org.gradcore.kernel.vector.VectorFloatMaps;
import org.gradcore.kernel.vector.VectorFloatPointLosses;
import org.gradcore.kernel.vector.VectorFloatReductions;
import org.gradcore.kernel.vector.VectorFloatSoftmaxCrossEntropy;
import org.gradcore.kernel.vector.VectorFloatSteps;
import org.gradcore.presets.Foreign;

/** The kernels of one backend, bare unless they are the dispatcher's. */
public final class FloatBackend {
  private static final FloatBackend SCALAR =
      new FloatBackend(
          "scalar",
          ScalarFloatSteps::of,
          ScalarFloatPointLosses::of,
          kernel -> new ScalarFloatSoftmaxCrossEntropy(),
          ScalarFloatLinears::of,
          ScalarFloatReductions::of,
          ScalarFloatMaps::of);

  private final String name;
  private final Runnable check;
  private final Map<Kernel, FloatStepKernel> steps = new EnumMap<>(Kernel.class);
  private final Map<Kernel, FloatPointLossKernel> pointLosses = new EnumMap<>(Kernel.class);
  private final Map<Kernel, FloatRowLossKernel> rowLosses = new EnumMap<>(Kernel.class);
  private final Map<Kernel, FloatLinearKernel> linears = new EnumMap<>(Kernel.class);
  private final Map<Kernel, FloatReductionKernel> reductions = new EnumMap<>(Kernel.class);
  private final Map<Kernel, FloatMapKernel> maps = new EnumMap<>(Kernel.class);

  private FloatBackend(
      String name,
      FloatSteps steps,
      FloatPointLosses pointLosses,
      FloatRowLosses rowLosses,
      FloatLinears linears,
      FloatReductions reductions,
      FloatMaps maps) {
    this.name = name;
    this.check = () -> {};
    for (Kernel kernel : Kernel.values()) {
      switch (kernel.family()) {
        case OPTIMIZERS -> this.steps.put(kernel, steps.of(kernel));
        case POINT_LOSSES -> this.pointLosses.put(kernel, pointLosses.of(kernel));
        case ROW_LOSSES -> this.rowLosses.put(kernel, rowLosses.of(kernel));
        case REDUCTIONS -> this.reductions.put(kernel, reductions.of(kernel));
        case ELEMENTARY -> this.maps.put(kernel, maps.of(kernel));
        case LINEAR -> this.linears.put(kernel, linears.of(kernel));
      }
    }
  }

  private FloatBackend(String name, Runnable check) {
    this.name = name;
    this.check = check;
  }

  /** The oracle. */
  public static FloatBackend scalar() {
    return SCALAR;
  }

  /** The vector backend at this JVM's lane width. */
  public static FloatBackend vector() {
    String reason = Backends.vectorReason();
    if (reason != null) {
      return new FloatBackend("vector", () -> Backends.check("vector", true, reason));
    }
    return new FloatBackend(
        "vector-" + Lanes.BITS,
        VectorFloatSteps::of,
        VectorFloatPointLosses::of,
        kernel -> new VectorFloatSoftmaxCrossEntropy(),
        VectorFloatLinears::of,
        VectorFloatReductions::of,
        VectorFloatMaps::of);
  }

  /** The native backend, for each instruction set of this platform once by either crossing. */
  public static List<FloatBackend> openblas(boolean blas) {
    List<FloatBackend> backends = new ArrayList<>();
    for (Backends.Isa isa : Backends.isas()) {
      String name =
          "openblas" + (isa.name().isEmpty() ? "" : "-" + isa.name()) + (blas ? "-blas" : "");
      if (isa.reason() != null) {
        boolean required = isa.name().isEmpty();
        backends.add(
            new FloatBackend(name, () -> Backends.check("openblas", required, isa.reason())));
        continue;
      }
      backends.add(openblas(name, isa.number(), blas, FloatCrossings.jni()));
      backends.add(
          Foreign.available()
              ? openblas(name + "-foreign", isa.number(), blas, FloatCrossings.foreign())
              : new FloatBackend(
                  name + "-foreign", () -> Backends.check("openblas", true, Foreign.reason())));
    }
    return backends;
  }

  private static FloatBackend openblas(
      String name, int isa, boolean blas, FloatCrossings crossings) {
    return new FloatBackend(
        name,
        kernel -> new OpenblasFloatStep(kernel, isa, crossings),
        kernel -> new OpenblasFloatPointLoss(kernel, isa, crossings),
        kernel -> new OpenblasFloatSoftmaxCrossEntropy(isa, crossings),
        kernel -> OpenblasFloatLinear.of(kernel, isa, blas, crossings),
        kernel -> new OpenblasFloatReduction(kernel, isa, crossings),
        kernel -> new OpenblasFloatMap(kernel, isa, crossings));
  }

  /** What users get: the dispatcher's choice, its argument checks in front, nothing from BLAS. */
  public static FloatBackend dispatched() {
    Kernels kernels = Kernels.reproducible();
    return new FloatBackend(
        "dispatched",
        kernels.floatSteps(),
        kernels.floatPointLosses(),
        kernels.floatRowLosses(),
        kernels.floatLinears(),
        kernels.floatReductions(),
        kernels.floatMaps());
  }

  /** Every backend that must give the scalar backend's bits, missing ones included. */
  public static List<FloatBackend> underTest() {
    List<FloatBackend> backends = new ArrayList<>();
    backends.add(vector());
    backends.addAll(openblas(false));
    return backends;
  }

  /** Aborts or fails the running test if this backend is missing here. */
  public FloatBackend orAbort() {
    check.run();
    return this;
  }

  FloatStepKernel step(Kernel kernel) {
    return steps.get(kernel);
  }

  FloatPointLossKernel pointLoss(Kernel kernel) {
    return pointLosses.get(kernel);
  }

  FloatRowLossKernel rowLoss(Kernel kernel) {
    return rowLosses.get(kernel);
  }

  public FloatLinearKernel linear(Kernel kernel) {
    return linears.get(kernel);
  }

  FloatReductionKernel reduction(Kernel kernel) {
    return reductions.get(kernel);
  }

  FloatMapKernel map(Kernel kernel) {
    return maps.get(kernel);
  }

  @Override
  public String toString() {
    return name;
  }
}
