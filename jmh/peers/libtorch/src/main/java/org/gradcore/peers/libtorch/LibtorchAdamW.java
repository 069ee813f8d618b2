package org.gradcore.peers.libtorch;

import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;
import org.gradcore.optim.AdamW;
import org.gradcore.optim.Optimizer;

/**
 * {@code torch.optim.AdamW}: Adam with decoupled weight decay, which is the same kernel for
 * gradcore.
 */
public final class LibtorchAdamW extends LibtorchPeer {
  /** Loads nothing. */
  public LibtorchAdamW() {}

  @Override
  public String id() {
    return "libtorch-adamw";
  }

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return kernel == Kernel.ADAM;
  }

  @Override
  public Optimizer optimizer(Kernel kernel) {
    return AdamW.defaults();
  }

  @Override
  public Call prepare(Workload workload) {
    return switch (workload) {
      case FloatWorkload w -> FloatLibtorchCalls.adamW(w);
      case DoubleWorkload w -> DoubleLibtorchCalls.adamW(w);
    };
  }
}
