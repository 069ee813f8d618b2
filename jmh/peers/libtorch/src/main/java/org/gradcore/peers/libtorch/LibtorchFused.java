package org.gradcore.peers.libtorch;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;
import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/**
 * {@code _fused_adam_}, the kernel behind {@code torch.optim.Adam(fused=True)}: one pass over the
 * parameters. The C++ library has no other way to it than TorchScript.
 */
public final class LibtorchFused extends LibtorchPeer {
  /** The lists are returned: the compiler would take a call away whose results nobody needs. */
  private static final String STEP =
      """
      def step(p: Tensor, g: Tensor, m: Tensor, v: Tensor, t: Tensor):
          params, grads, averages, squares, steps = [p], [g], [m], [v], [t.add_(1)]
          none: List[Tensor] = []
          torch._fused_adam_(params, grads, averages, squares, none, steps, lr=0.001, beta1=0.9,
              beta2=0.999, weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False)
          return params, averages, squares, steps
      """;

  private CompilationUnit compiled;
  private Function step;

  /** Loads nothing. */
  public LibtorchFused() {}

  @Override
  public String id() {
    return "libtorch-fused";
  }

  @Override
  public void start() {
    super.start();
    compiled = torch.compile(STEP);
    step = compiled.get_function(new QualifiedName("step"));
  }

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return kernel == Kernel.ADAM;
  }

  @Override
  public Call prepare(Workload workload) {
    return switch (workload) {
      case FloatWorkload w -> FloatLibtorchCalls.fusedAdam(w, step);
      case DoubleWorkload w -> DoubleLibtorchCalls.fusedAdam(w, step);
    };
  }
}
