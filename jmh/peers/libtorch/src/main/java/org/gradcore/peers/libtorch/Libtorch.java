package org.gradcore.peers.libtorch;

import java.util.EnumSet;
import java.util.Set;
import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/**
 * The C++ library under PyTorch: the optimizers of {@code torch.optim}, which pass over the
 * parameters once for each operation, losses forward and backward through autograd, and elementary
 * functions. Tensors are in native memory; what a call returns is freed at its end by a {@code
 * PointerScope}.
 */
public final class Libtorch extends LibtorchPeer {
  private static final Set<Kernel> KERNELS =
      EnumSet.of(
          Kernel.SGD,
          Kernel.SGD_MOMENTUM,
          Kernel.ADAM,
          Kernel.ADAM_AMSGRAD,
          Kernel.RMSPROP,
          Kernel.SQUARED_ERROR,
          Kernel.LOGISTIC,
          Kernel.SOFTMAX_CROSS_ENTROPY,
          Kernel.EXP,
          Kernel.LOG,
          Kernel.LOG1P,
          Kernel.TANH,
          Kernel.SIGMOID);

  /** Loads nothing. */
  public Libtorch() {}

  @Override
  public String id() {
    return "libtorch";
  }

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return KERNELS.contains(kernel);
  }

  @Override
  public Call prepare(Workload workload) {
    return switch (workload) {
      case FloatWorkload w -> FloatLibtorchCalls.of(w);
      case DoubleWorkload w -> DoubleLibtorchCalls.of(w);
    };
  }
}
