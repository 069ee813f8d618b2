package org.gradcore.kernel.vector;

import java.util.Arrays;
import org.gradcore.kernel.FloatPointLoss;

/**
 * The scratch of the vector kernels of {@link FloatPointLoss}. The virtual lanes of the sum lie in
 * an array, so that one loop over the elements serves every width. The elements after the last
 * whole vector are copied and filled up to one; the lanes of what they are filled up with get their
 * old sums back.
 */
final class FloatPointLossScratch {
  private static final int LANES = VectorFloatSums.LANES;
  private static final int WIDTH = Lanes.FLOAT.length();

  // After the lanes, one vector of each array.
  static final int PREDICTIONS = LANES;
  static final int TARGETS = PREDICTIONS + WIDTH;
  static final int WEIGHTS = TARGETS + WIDTH;
  static final int LOSSES = WEIGHTS + WIDTH;
  static final int GRADIENTS = LOSSES + WIDTH;

  private static final int KEPT = GRADIENTS + WIDTH;

  /** What the first method of a rule returns for a part of a block. */
  static final int FIRST = KEPT + WIDTH;

  /** Elements of a part. */
  static final int PART = 512;

  /** Reused by each thread, since kernels do not allocate. */
  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[FIRST + PART]);

  private FloatPointLossScratch() {}

  static float[] get() {
    return SCRATCH.get();
  }

  /** Copies {@code n} elements and fills up to one vector, with what is fast to compute with. */
  static void fill(float[] from, int offset, int n, float[] to, int toOffset) {
    System.arraycopy(from, offset, to, toOffset, n);
    Arrays.fill(to, toOffset + n, toOffset + WIDTH, 0);
  }

  /** Puts aside the lanes that {@code tail} elements from {@code first} on leave of a vector. */
  static void keepLanes(float[] scratch, int first, int tail) {
    int lane = first & (LANES - 1);
    System.arraycopy(scratch, lane + tail, scratch, KEPT, WIDTH - tail);
  }

  /** Brings them back: whatever was added to them is no element's. */
  static void restoreLanes(float[] scratch, int first, int tail) {
    int lane = first & (LANES - 1);
    System.arraycopy(scratch, KEPT, scratch, lane + tail, WIDTH - tail);
  }
}
