package org.gradcore.dispatch.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.gradcore.kernel.Kernel;

/** How calibration and the benchmarks time calls: several, in turns, on the same arrays. */
public final class Stopwatch {
  /**
   * Up to this size every sample has arrays of its own: where they begin, relative to the cache's
   * lines and to each other, makes a difference of tens of percent.
   */
  private static final long LARGEST_MOVED = 1 << 16;

  private static final int LARGEST_PADDING = 4096;

  /** Up to this size a JVM measures everything in several passes. */
  private static final int LARGEST_REPEATED = 1 << 22;

  private static final Random RANDOM = new Random();

  /** Lies in memory before the arrays of a sample. */
  static byte[] padding;

  /** A call this many samples long has warmed up by itself. */
  private static final int LONG = 20;

  /** A call this many samples long … */
  private static final int VERY_LONG = 200;

  /** … shows little noise, and has to do with fewer. */
  private static final int FEW_SAMPLES = 3;

  private Stopwatch() {}

  /**
   * How often a JVM measures a size. A call that takes a tenth of a second is disturbed as much as
   * the machine is on the average, however often it is made.
   *
   * @param size the number of elements
   * @param passes how often it measures small ones
   * @return that, or 1 for large ones
   */
  public static int passes(int size, int passes) {
    return size <= LARGEST_REPEATED ? passes : 1;
  }

  /**
   * Times calls that have been compiled. They take turns, sample by sample, so that the machine's
   * drift and the place of the arrays hit all alike; every sample begins with another of them.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param shape how large the calls are
   * @param calls what to time: each makes its call from a {@link Workload#typical} workload
   * @param samples how many samples each call gets
   * @param sampleNanos about the time of a sample; a call that takes longer is a sample by itself
   * @return the median time of each call, in ns
   */
  public static double[] medians(
      Kernel kernel,
      Class<?> element,
      Workload.Shape shape,
      List<Function<Workload, Runnable>> calls,
      int samples,
      long sampleNanos) {
    int count = calls.size();
    int[] repetitions = new int[count];
    double[][] nanos = new double[count][samples];
    Workload workload = Workload.typical(kernel, element, shape);
    for (int sample = 0; sample < samples; sample++) {
      if (sample > 0 && shape.elements() <= LARGEST_MOVED) {
        padding = new byte[RANDOM.nextInt(LARGEST_PADDING)];
        workload = Workload.typical(kernel, element, shape);
      }
      for (int turn = 0; turn < count; turn++) {
        int i = (sample + turn) % count;
        if (sample >= FEW_SAMPLES && nanos[i][0] > VERY_LONG * (double) sampleNanos) {
          continue;
        }
        Runnable call = calls.get(i).apply(workload);
        if (sample == 0) {
          repetitions[i] = repetitions(call, sampleNanos);
        } else if (nanos[i][0] < LONG * (double) sampleNanos) {
          // The caches hold what the one before has left.
          nanos(call, Math.max(1, repetitions[i] / 2));
        }
        nanos[i][sample] = nanos(call, repetitions[i]);
      }
    }
    double[] medians = new double[count];
    for (int i = 0; i < count; i++) {
      double[] sorted = Arrays.stream(nanos[i]).filter(n -> n > 0).sorted().toArray();
      medians[i] = sorted[sorted.length / 2];
    }
    return medians;
  }

  /** How many calls fill a sample. */
  private static int repetitions(Runnable call, long sampleNanos) {
    if (nanos(call, 1) >= VERY_LONG * (double) sampleNanos) {
      return 1;
    }
    int repetitions = 1;
    double nanos = nanos(call, 1);
    while (nanos * repetitions < sampleNanos) {
      repetitions *= 2;
      nanos = nanos(call, repetitions);
    }
    return (int) Math.max(1, Math.ceil(sampleNanos / nanos));
  }

  /** Time of a call, in ns. */
  private static double nanos(Runnable call, int repetitions) {
    long start = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      call.run();
    }
    return Math.max(1.0, System.nanoTime() - start) / repetitions;
  }
}
