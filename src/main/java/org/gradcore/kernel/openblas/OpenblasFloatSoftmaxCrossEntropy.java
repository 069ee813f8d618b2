package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.NativeFunction;

/** Softmax cross-entropy in C++. */
public final class OpenblasFloatSoftmaxCrossEntropy implements FloatRowLossKernel {
  private final int isa;
  private final FloatCrossings crossings;

  /**
   * The kernel compiled for one instruction set.
   *
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param crossings how the library is called
   */
  public OpenblasFloatSoftmaxCrossEntropy(int isa, FloatCrossings crossings) {
    this.isa = isa;
    this.crossings = crossings.ready(NativeFunction.SOFTMAX_CROSS_ENTROPY);
  }

  @Override
  public double evaluate(FloatRowLoss call, int from, int count, double carry) {
    // Read once, then checked: another thread could set the call's arrays meanwhile.
    int classes = call.classes();
    int elements = Math.multiplyExact(count, classes);
    int first = Math.multiplyExact(from, classes);
    float[] logits = call.prediction();
    int logitsAt = first(logits, call.predictionOffset(), first, elements);
    int[] target = call.target();
    int targetAt = Objects.checkFromIndexSize(call.targetOffset() + from, count, target.length);
    float[] weight = call.weight();
    int weightAt = weight == null ? 0 : first(weight, call.weightOffset(), from, count);
    float[] loss = call.loss();
    int lossAt = loss == null ? 0 : first(loss, call.lossOffset(), from, count);
    float[] gradient = call.gradient();
    int gradientAt = gradient == null ? 0 : first(gradient, call.gradientOffset(), first, elements);
    int chunk = Chunks.softmaxRows(classes);
    FloatCrossing crossing = crossings.at(elements);
    int n;
    for (int i = 0; i < count; i += n) {
      n = Math.min(chunk, count - i);
      carry =
          Indices.checked(
              crossing.softmaxCrossEntropy(
                  isa,
                  logits,
                  logitsAt + i * classes,
                  target,
                  targetAt + i,
                  weight,
                  weightAt + i,
                  loss,
                  lossAt + i,
                  gradient,
                  gradientAt + i * classes,
                  n,
                  classes,
                  call.gradientScale(),
                  carry));
    }
    return carry;
  }

  /** Where the part of an array begins, if all of it is there. */
  private static int first(float[] array, int offset, int from, int count) {
    return Objects.checkFromIndexSize(offset + from, count, array.length);
  }
}
