package org.gradcore.loss;

import java.util.Arrays;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatPointLoss;

/** A loss that is no kernel of gradcore's, in the canonical order of all losses. */
final class FloatPlainLoss {
  private static final int LANES = Blocks.LANE_BYTES / Float.BYTES;

  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[LANES]);

  private FloatPlainLoss() {}

  static double sum(PointLoss rule, FloatPointLoss call) {
    int length = call.length();
    call.check(0, length);
    float[] lanes = SCRATCH.get();
    double sum = 0;
    for (int start = 0; start < length; start += Blocks.REDUCTION_BLOCK) {
      int end = Math.min(length, start + Blocks.REDUCTION_BLOCK);
      Arrays.fill(lanes, 0);
      for (int i = start; i < end; i++) {
        lanes[i % LANES] += sample(rule, call, i);
      }
      for (int half = LANES / 2; half >= 1; half /= 2) {
        for (int j = 0; j < half; j++) {
          lanes[j] += lanes[j + half];
        }
      }
      sum += lanes[0];
    }
    return sum;
  }

  private static float sample(PointLoss rule, FloatPointLoss call, int i) {
    double z = call.prediction()[call.predictionOffset() + i];
    double y = call.target()[call.targetOffset() + i];
    float weight = call.weight() == null ? 1 : call.weight()[call.weightOffset() + i];
    float loss = weight * (float) rule.loss(z, y);
    if (call.loss() != null) {
      call.loss()[call.lossOffset() + i] = loss;
    }
    if (call.gradient() != null) {
      float gradient = weight * (float) rule.gradient(z, y);
      call.gradient()[call.gradientOffset() + i] = call.gradientScale() * gradient;
    }
    return loss;
  }
}
