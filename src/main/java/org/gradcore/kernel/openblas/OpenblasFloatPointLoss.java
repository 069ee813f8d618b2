package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeFunction;

/** Elementwise losses in C++. */
public final class OpenblasFloatPointLoss implements FloatPointLossKernel {
  private final int isa;
  private final FloatCrossings crossings;
  private final int rule;

  /**
   * The kernel of a rule, compiled for one instruction set.
   *
   * @param kernel the rule
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param crossings how the library is called
   */
  public OpenblasFloatPointLoss(Kernel kernel, int isa, FloatCrossings crossings) {
    this.isa = isa;
    this.crossings = crossings.ready(NativeFunction.POINT_LOSS);
    this.rule = Objects.checkIndex(Native.POINT_LOSS_RULES.indexOf(kernel.id()), Integer.MAX_VALUE);
  }

  @Override
  public double evaluate(FloatPointLoss call, int from, int count, double carry) {
    // Read once, then checked: another thread could set the call's arrays meanwhile.
    float[] prediction = call.prediction();
    int predictionAt = first(prediction, call.predictionOffset(), from, count);
    float[] target = call.target();
    int targetAt = first(target, call.targetOffset(), from, count);
    float[] weight = call.weight();
    int weightAt = weight == null ? 0 : first(weight, call.weightOffset(), from, count);
    float[] loss = call.loss();
    int lossAt = loss == null ? 0 : first(loss, call.lossOffset(), from, count);
    float[] gradient = call.gradient();
    int gradientAt = gradient == null ? 0 : first(gradient, call.gradientOffset(), from, count);
    FloatCrossing crossing = crossings.at(count);
    int n;
    for (int i = 0; i < count; i += n) {
      n = Math.min(Chunks.LOSS_ELEMENTS, count - i);
      carry =
          crossing.pointLoss(
              isa,
              rule,
              call.flags(),
              prediction,
              predictionAt + i,
              target,
              targetAt + i,
              weight,
              weightAt + i,
              loss,
              lossAt + i,
              gradient,
              gradientAt + i,
              n,
              call.gradientScale(),
              call.scalar(0),
              call.scalar(1),
              call.scalar(2),
              call.scalar(3),
              carry);
    }
    return carry;
  }

  /** Where the part of an array begins, if all of it is there. */
  private static int first(float[] array, int offset, int from, int count) {
    return Objects.checkFromIndexSize(offset + from, count, array.length);
  }
}
