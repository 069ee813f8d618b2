package org.gradcore.loss;

import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.PointLossRule;
import org.gradcore.kernel.TargetRange;

/** A loss that a kernel of gradcore computes: it says which, and gives the kernel its numbers. */
public interface KernelLoss extends PointLoss {
  /** The kernel: an elementwise loss. */
  Kernel kernel();

  /**
   * The switches of the kernel: as in {@link org.gradcore.kernel.PointLossRule#flags}; default 0.
   */
  default int flags() {
    return 0;
  }

  /**
   * The numbers of the kernel.
   *
   * @return in the order of {@link org.gradcore.kernel.PointLossRule#scalars}; default none
   */
  default double[] scalars() {
    return new double[0];
  }

  /** As the rule of the kernel says. */
  @Override
  default TargetRange targets() {
    return PointLossRule.of(kernel()).targets(flags());
  }
}
