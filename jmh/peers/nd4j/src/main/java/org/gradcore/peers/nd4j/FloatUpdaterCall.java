package org.gradcore.peers.nd4j;

import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.jmh.Peer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** A step on arrays of floats. */
final class FloatUpdaterCall implements Peer.Call {
  private final float[] array;
  private final INDArray params;
  private final INDArray source;
  private final INDArray gradient;
  private final GradientUpdater<?> updater;
  private int iteration;

  FloatUpdaterCall(FloatWorkload workload) {
    int n = workload.shape().rows();
    array = workload.arrays()[0];
    params = Nd4j.create(array, 1, n);
    source = Nd4j.create(workload.arrays()[1], 1, n);
    gradient = source.dup();
    IUpdater rule =
        switch (workload.kernel()) {
          case SGD -> new Sgd(1e-3);
          case SGD_MOMENTUM -> new Nesterovs(1e-3, 0.9);
          case ADAM -> new Adam(1e-3, 0.9, 0.999, 0);
          case ADAM_AMSGRAD -> new AMSGrad(1e-3, 0.9, 0.999, 0);
          case RMSPROP -> new RmsProp(1e-2, 0.99, 0);
          default -> throw new IllegalArgumentException(workload.kernel().id() + " is not served");
        };
    long state = rule.stateSize(n);
    updater = rule.instantiate(state == 0 ? null : Nd4j.zeros(DataType.FLOAT, 1, state), true);
  }

  @Override
  public void run() {
    gradient.assign(source);
    updater.applyUpdater(gradient, iteration++, 0);
    params.subi(gradient);
  }

  @Override
  public double finish() {
    System.arraycopy(params.data().asFloat(), 0, array, 0, array.length);
    return 0;
  }
}
