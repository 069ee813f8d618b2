package org.gradcore.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.Provider;
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
          new FloatKernels(
              ScalarFloatSteps::of,
              ScalarFloatPointLosses::of,
              kernel -> new ScalarFloatSoftmaxCrossEntropy(),
              ScalarFloatLinears::of,
              ScalarFloatReductions::of,
              ScalarFloatMaps::of));

  private final String name;
  private final Runnable check;
  private final FloatKernels kernels;

  private FloatBackend(String name, FloatKernels kernels) {
    this.name = name;
    this.check = () -> {};
    this.kernels =
        new FloatKernels(
            made(kernels.steps()),
            made(kernels.pointLosses()),
            made(kernels.rowLosses()),
            made(kernels.linears()),
            made(kernels.reductions()),
            made(kernels.maps()));
  }

  /** Each kernel once: a test that counts what calls allocate must not count kernels. */
  private static <K> Provider<K> made(Provider<K> provider) {
    Map<Kernel, K> kernels = new ConcurrentHashMap<>();
    return kernel -> {
      K made = kernels.get(kernel);
      if (made == null) {
        made = provider.of(kernel);
        kernels.put(kernel, made);
      }
      return made;
    };
  }

  private FloatBackend(String name, Runnable check) {
    this.name = name;
    this.check = check;
    this.kernels = null;
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
        new FloatKernels(
            VectorFloatSteps::of,
            VectorFloatPointLosses::of,
            kernel -> new VectorFloatSoftmaxCrossEntropy(),
            VectorFloatLinears::of,
            VectorFloatReductions::of,
            VectorFloatMaps::of));
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
        new FloatKernels(
            kernel -> new OpenblasFloatStep(kernel, isa, crossings),
            kernel -> new OpenblasFloatPointLoss(kernel, isa, crossings),
            kernel -> new OpenblasFloatSoftmaxCrossEntropy(isa, crossings),
            kernel -> OpenblasFloatLinear.of(kernel, isa, blas, crossings),
            kernel -> new OpenblasFloatReduction(kernel, isa, crossings),
            kernel -> new OpenblasFloatMap(kernel, isa, crossings)));
  }

  /** What users get: the dispatcher's choice, its argument checks in front, nothing from BLAS. */
  public static FloatBackend dispatched() {
    return new FloatBackend("dispatched", Kernels.reproducible().floats());
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
    return kernels.steps().of(kernel);
  }

  FloatPointLossKernel pointLoss(Kernel kernel) {
    return kernels.pointLosses().of(kernel);
  }

  FloatRowLossKernel rowLoss(Kernel kernel) {
    return kernels.rowLosses().of(kernel);
  }

  public FloatLinearKernel linear(Kernel kernel) {
    return kernels.linears().of(kernel);
  }

  FloatReductionKernel reduction(Kernel kernel) {
    return kernels.reductions().of(kernel);
  }

  FloatMapKernel map(Kernel kernel) {
    return kernels.maps().of(kernel);
  }

  @Override
  public String toString() {
    return name;
  }
}
