package org.gradcore.peers.libtorch;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.jmh.Peer;
import org.gradcore.kernel.Kernel;

/** Calls on tensors of floats. */
final class FloatLibtorchCalls {
  private static final TensorOptional NO_WEIGHT = new TensorOptional();

  private FloatLibtorchCalls() {}

  static Peer.Call of(FloatWorkload workload) {
    return switch (workload.kernel()) {
      case SGD -> step(workload, p -> new SGD(p, new SGDOptions(1e-3)));
      case SGD_MOMENTUM ->
          step(
              workload,
              p -> {
                SGDOptions options = new SGDOptions(1e-3);
                options.momentum().put(0.9);
                return new SGD(p, options);
              });
      case ADAM -> step(workload, p -> new Adam(p, new AdamOptions(1e-3)));
      case ADAM_AMSGRAD ->
          step(
              workload,
              p -> {
                AdamOptions options = new AdamOptions(1e-3);
                options.amsgrad().put(true);
                return new Adam(p, options);
              });
      case RMSPROP -> step(workload, p -> new RMSprop(p, new RMSpropOptions(1e-2)));
      case SQUARED_ERROR, LOGISTIC, SOFTMAX_CROSS_ENTROPY -> loss(workload);
      case EXP, LOG, LOG1P, TANH, SIGMOID -> elementary(workload);
      default -> throw new IllegalArgumentException(workload.kernel().id() + " is not served");
    };
  }

  static Peer.Call adamW(FloatWorkload workload) {
    return step(workload, p -> new AdamW(p, new AdamWOptions(1e-3)));
  }

  static Peer.Call fusedAdam(FloatWorkload workload, Function step) {
    int n = workload.shape().rows();
    Tensor param = tensor(workload.arrays()[0], n);
    IValueVector arguments =
        new IValueVector(
            new IValue(param),
            new IValue(tensor(workload.arrays()[1], n)),
            new IValue(tensor(new float[n], n)),
            new IValue(tensor(new float[n], n)),
            // The number of steps is a float for parameters of every type.
            new IValue(torch.zeros(new long[0])));
    return new Call(
        () -> {
          step.apply(arguments);
          return 0;
        },
        param,
        workload.arrays()[0],
        false,
        1);
  }

  private interface Rule {
    Optimizer of(TensorVector params);
  }

  private static Peer.Call step(FloatWorkload workload, Rule rule) {
    int n = workload.shape().rows();
    Tensor param = tensor(workload.arrays()[0], n);
    param.set_requires_grad(true);
    param.mutable_grad().put(tensor(workload.arrays()[1], n));
    Optimizer optimizer = rule.of(new TensorVector(param));
    return new Call(
        () -> {
          optimizer.step();
          return 0;
        },
        param,
        workload.arrays()[0],
        false,
        1);
  }

  /** Forward and backward, from a gradient that is not there, as after {@code zero_grad}. */
  private static Peer.Call loss(FloatWorkload workload) {
    int rows = workload.shape().rows();
    int classes = workload.shape().classes();
    boolean softmax = classes > 0;
    long sum = torch.Reduction.Sum.value;
    Tensor prediction =
        softmax ? tensor(workload.arrays()[0], rows, classes) : tensor(workload.arrays()[0], rows);
    prediction.set_requires_grad(true);
    Tensor target =
        softmax
            ? Tensor.create(Arrays.stream(workload.labels()).asLongStream().toArray(), rows)
            : tensor(workload.arrays()[1], rows);
    Supplier<Tensor> forward =
        switch (workload.kernel()) {
          case SQUARED_ERROR -> () -> torch.mse_loss(prediction, target, sum);
          case LOGISTIC ->
              () ->
                  torch.binary_cross_entropy_with_logits(
                      prediction, target, NO_WEIGHT, NO_WEIGHT, sum);
          default -> () -> torch.cross_entropy_loss(prediction, target, NO_WEIGHT, sum, -100, 0);
        };
    // gradcore's call halves the squared error.
    float factor = workload.kernel() == Kernel.SQUARED_ERROR ? 0.5f : 1;
    return new Call(
        () -> {
          prediction.mutable_grad().reset();
          Tensor loss = forward.get();
          loss.backward();
          return loss.item_double();
        },
        prediction,
        workload.arrays()[2],
        true,
        factor);
  }

  private static Peer.Call elementary(FloatWorkload workload) {
    int n = workload.shape().rows();
    Tensor in = tensor(workload.arrays()[0], n);
    Tensor out = tensor(workload.arrays()[1], n);
    Runnable body =
        switch (workload.kernel()) {
          case EXP -> () -> torch.exp_out(out, in);
          case LOG -> () -> torch.log_out(out, in);
          case LOG1P -> () -> torch.log1p_out(out, in);
          case TANH -> () -> torch.tanh_out(out, in);
          default -> () -> torch.sigmoid_out(out, in);
        };
    return new Call(
        () -> {
          body.run();
          return 0;
        },
        out,
        workload.arrays()[1],
        false,
        1);
  }

  private static Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  private interface Body {
    double run();
  }

  private static final class Call implements Peer.Call {
    private final Body body;
    private final Tensor tensor;
    private final float[] array;
    private final boolean gradient;
    private final float factor;
    private double result;

    /**
     * A call.
     *
     * @param tensor what is changed, or whose gradient is computed
     * @param array where that is in the workload
     * @param gradient whether it is the gradient
     * @param factor what the results are to be multiplied with
     */
    Call(Body body, Tensor tensor, float[] array, boolean gradient, float factor) {
      this.body = body;
      this.tensor = tensor;
      this.array = array;
      this.gradient = gradient;
      this.factor = factor;
    }

    @Override
    public void run() {
      try (PointerScope scope = new PointerScope()) {
        result = body.run();
      }
    }

    @Override
    public double finish() {
      (gradient ? tensor.grad() : tensor).data_ptr_float().get(array);
      for (int i = 0; i < array.length; i++) {
        array[i] *= factor;
      }
      return factor * result;
    }
  }
}
