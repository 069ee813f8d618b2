package org.gradcore.peers.nd4j;

import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.jmh.Peer;
import org.gradcore.kernel.Kernel;
import org.gradcore.optim.Adam;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.RmsProp;
import org.gradcore.optim.Sgd;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The updaters of ND4J as Deeplearning4j calls them: the updater turns the gradient into the update
 * in place, then that is subtracted from the parameters. A call here also copies the gradient anew,
 * where a network would compute it.
 *
 * <p>ND4J's rules differ in two places. Its momentum is Nesterov's; with a constant learning rate
 * that is torch's {@code nesterov}. Its Adam and AMSGrad add epsilon before the bias correction,
 * and its RMSprop starts its state from epsilon; epsilon is 0 here, where all agree.
 */
public final class Nd4jUpdaters implements Peer {
  /** Loads nothing. */
  public Nd4jUpdaters() {}

  @Override
  public String id() {
    return "nd4j";
  }

  @Override
  public String version() {
    return Peer.version("org.nd4j", "nd4j-native");
  }

  @Override
  public void start() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
  }

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return kernel.family() == Kernel.Family.OPTIMIZERS;
  }

  @Override
  public Optimizer optimizer(Kernel kernel) {
    return switch (kernel) {
      case SGD_MOMENTUM -> Sgd.defaults().withMomentum(0.9).withNesterov(true);
      case ADAM -> Adam.defaults().withEpsilon(0);
      case ADAM_AMSGRAD -> Adam.defaults().withAmsgrad(true).withEpsilon(0);
      case RMSPROP -> RmsProp.defaults().withEpsilon(0);
      default -> Peer.super.optimizer(kernel);
    };
  }

  @Override
  public Call prepare(Workload workload) {
    return switch (workload) {
      case FloatWorkload w -> new FloatUpdaterCall(w);
      case DoubleWorkload w -> new DoubleUpdaterCall(w);
    };
  }
}
