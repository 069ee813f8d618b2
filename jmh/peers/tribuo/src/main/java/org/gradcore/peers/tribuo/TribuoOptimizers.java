package org.gradcore.peers.tribuo;

import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.jmh.Peer;
import org.gradcore.kernel.Kernel;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.RmsProp;
import org.gradcore.optim.Sgd;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.Adam;
import org.tribuo.math.optimisers.RMSProp;
import org.tribuo.math.optimisers.SGD;

/**
 * The optimisers of Tribuo, called as its trainers call them: {@code step} turns the gradient into
 * the update in place, then {@code LinearParameters.update} adds that. Tribuo has doubles only. A
 * call here also copies the gradient anew, where a trainer would compute it.
 *
 * <p>Tribuo maximizes. Its Adam (4.3.2) multiplies the first moment with the root of the second
 * where the paper divides by it, so it is checked against that formula: see {@link #ownRule}. The
 * passes over memory are the same, the division is missing.
 */
public final class TribuoOptimizers implements Peer {
  private static final double EPSILON = 1e-6;

  /** Loads nothing. */
  public TribuoOptimizers() {}

  @Override
  public String id() {
    return "tribuo";
  }

  @Override
  public String version() {
    return Peer.version("org.tribuo", "tribuo-math");
  }

  @Override
  public void start() {}

  @Override
  public boolean serves(Kernel kernel, Class<?> element) {
    return element == double.class
        && kernel.family() == Kernel.Family.OPTIMIZERS
        && kernel != Kernel.ADAM_AMSGRAD;
  }

  @Override
  public Optimizer optimizer(Kernel kernel) {
    return switch (kernel) {
      case SGD -> Sgd.defaults().withMaximize(true);
      case SGD_MOMENTUM -> Sgd.defaults().withMomentum(0.9).withMaximize(true);
      case RMSPROP -> RmsProp.defaults().withMaximize(true);
      default -> Peer.super.optimizer(kernel);
    };
  }

  /**
   * Adam as Tribuo has it, epsilon and learning rate being constant:
   *
   * <pre>
   * m = beta1 * m + (1 - beta1) * g
   * v = beta2 * v + (1 - beta2) * g²
   * w = w + learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m * (sqrt(v) + epsilon)
   * </pre>
   */
  @Override
  public boolean ownRule(Workload workload, int steps) {
    if (workload.kernel() != Kernel.ADAM) {
      return false;
    }
    double[][] arrays = ((DoubleWorkload) workload).arrays();
    for (int i = 0; i < arrays[0].length; i++) {
      double g = arrays[1][i];
      double m = 0;
      double v = 0;
      for (int t = 1; t <= steps; t++) {
        m = 0.9 * m + (1 - 0.9) * g;
        v = 0.999 * v + (1 - 0.999) * g * g;
        double rate = 1e-3 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
        arrays[0][i] += rate * m * (Math.sqrt(v) + EPSILON);
      }
    }
    return true;
  }

  @Override
  public Call prepare(Workload workload) {
    StochasticGradientOptimiser optimiser =
        switch (workload.kernel()) {
          case SGD -> SGD.getSimpleSGD(1e-3);
          case SGD_MOMENTUM -> SGD.getSimpleSGD(1e-3, 0.9, SGD.Momentum.STANDARD);
          case ADAM -> new Adam(1e-3, 0.9, 0.999, EPSILON);
          case RMSPROP -> new RMSProp(1e-2, 0.99, 1e-8, 0);
          default -> throw new IllegalArgumentException(workload.kernel().id() + " is not served");
        };
    return new Step(optimiser, ((DoubleWorkload) workload).arrays());
  }

  private static final class Step implements Call {
    private final StochasticGradientOptimiser optimiser;
    private final double[] array;
    private final double[] source;
    private final LinearParameters parameters;
    private final DenseMatrix gradient;
    private final Tensor[] gradients;

    Step(StochasticGradientOptimiser optimiser, double[][] arrays) {
      this.optimiser = optimiser;
      array = arrays[0];
      source = arrays[1];
      parameters = new LinearParameters(DenseMatrix.createDenseMatrix(new double[][] {array}));
      gradient = DenseMatrix.createDenseMatrix(new double[][] {source});
      gradients = new Tensor[] {gradient};
      optimiser.initialise(parameters);
    }

    @Override
    public void run() {
      for (int i = 0; i < source.length; i++) {
        gradient.set(0, i, source[i]);
      }
      parameters.update(optimiser.step(gradients, 1));
    }

    @Override
    public double finish() {
      for (int i = 0; i < array.length; i++) {
        array[i] = parameters.getWeightMatrix().get(0, i);
      }
      return 0;
    }
  }
}
