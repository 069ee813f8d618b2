package org.gradcore.dispatch.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.vector.Lanes;

/**
 * Has Vector kernels compiled by C2 before real calls go to them: until then they are 50 to 1000
 * times slower. One daemon thread of low priority calls them on small arrays of its own; it ends
 * when it has nothing to do.
 */
public final class Warmup {
  /** After this long, in the background, the kernel is given up for the time being. */
  public static final long LIMIT_NANOS = 10_000_000_000L;

  /** The same where somebody waits for it. */
  public static final long PATIENCE_NANOS = 2_000_000_000;

  /**
   * A kernel that takes at most this many times what was measured is compiled. Before, it takes at
   * least ten times as long.
   */
  private static final double EXPECTED = 3;

  /** Where nothing was measured, a compiled kernel is not slower than this, … */
  private static final double COMPILED_NANOS = 12;

  /** … per element, nor than its substitute times this. */
  private static final double SUBSTITUTE = 2;

  /**
   * Nor does it box vectors: what a round of calls may allocate. A variant that keeps boxing a few
   * in a tail is not kept out for good: after {@link #PATIENCE_NANOS} its time alone counts.
   */
  private static final long COMPILED_BYTES = 1024;

  private static final int STABLE_ROUNDS = 8;

  /** Calls of the typical size for each round of the unusual ones. */
  private static final int TYPICAL_CALLS = 8;

  private static final ThreadPoolExecutor EXECUTOR = executor();

  private Warmup() {}

  private static ThreadPoolExecutor executor() {
    return new ThreadPoolExecutor(
        0,
        1,
        1,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "gradcore-warmup");
          thread.setDaemon(true);
          thread.setPriority(Thread.MIN_PRIORITY);
          return thread;
        });
  }

  /**
   * Runs a task on the background thread, after those that wait there.
   *
   * @param task what to run
   */
  public static void submit(Runnable task) {
    EXECUTOR.execute(task);
  }

  /**
   * Size of the calls that most of a warm-up consists of. C2 unrolls a loop for the number of
   * rounds that it has seen: compiled for short calls alone, a kernel stays half as fast.
   *
   * @param kernel the kernel
   * @return elements, as the dispatcher counts them
   */
  public static int typicalSize(Kernel kernel) {
    return kernel.family() == Kernel.Family.LINEAR ? 1 << 14 : 1 << 12;
  }

  /** Every tail and every block boundary, so that no branch is compiled away as never taken. */
  static List<Workload.Shape> shapes(Kernel kernel) {
    List<Workload.Shape> shapes = new ArrayList<>();
    boolean elementwise =
        kernel.family() != Kernel.Family.LINEAR || kernel == Kernel.FINISH_GRADIENT;
    if (kernel == Kernel.SOFTMAX_CROSS_ENTROPY) {
      for (int classes : new int[] {1, 2, 3, 10, 33, 150}) {
        shapes.add(new Workload.Shape(9, 0, classes, 0));
      }
      shapes.add(new Workload.Shape(2, 0, 4100, 0));
    } else if (elementwise) {
      for (int length : new int[] {0, 1, 7, 16, 31, 64, 100, 257, 1000, 4096 + 77}) {
        shapes.add(new Workload.Shape(length, 0, 0, 0));
      }
    } else {
      boolean softmax = Workload.Shape.of(kernel, 1024).classes() > 1;
      boolean sparse = Workload.Shape.of(kernel, 1024).stored() > 0;
      int[][] sizes = {{1, 1, 2}, {3, 5, 3}, {9, 40, 10}, {7, 300, 19}, {260, 17, 4}, {5, 70, 70}};
      for (int[] size : sizes) {
        int stored = sparse ? Math.max(1, size[1] * 2 / 3) : 0;
        shapes.add(new Workload.Shape(size[0], size[1], softmax ? size[2] : 1, stored));
      }
    }
    return shapes;
  }

  /**
   * Calls the Vector kernel until it is compiled.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param variant which flags are set and which optional arrays are given, see {@link Variants}
   * @param reference the candidate that it is compared with where no time is known
   * @param expectedNanos time of a compiled call of {@link #typicalSize}; NaN if not known
   * @param leastNanos how long to go on at least
   * @param mostNanos when to give up
   * @return whether it got fast in time
   */
  public static boolean run(
      Kernel kernel,
      Class<?> element,
      int variant,
      Candidate reference,
      double expectedNanos,
      long leastNanos,
      long mostNanos) {
    List<Runnable> unusual = new ArrayList<>();
    for (Workload.Shape shape : shapes(kernel)) {
      unusual.add(Workload.of(kernel, element, variant, shape).on(Candidate.VECTOR));
    }
    int size = typicalSize(kernel);
    Workload workload = Workload.of(kernel, element, variant, Workload.Shape.of(kernel, size));
    Runnable typical = workload.on(Candidate.VECTOR);
    Runnable other = workload.on(reference);
    boolean known = !Double.isNaN(expectedNanos);
    boolean boxesAnyway = alwaysBoxes(element);
    double allowed = known ? EXPECTED * expectedNanos : COMPILED_NANOS * size;
    if (!known && boxesAnyway) {
      allowed = Double.POSITIVE_INFINITY;
    }
    double best = Double.POSITIVE_INFINITY;
    int stable = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < mostNanos; now = System.nanoTime()) {
      long before = Allocation.bytes();
      double nanos = time(typical);
      unusual.forEach(Runnable::run);
      long bytes = Allocation.bytes() - before;
      if (!known && !boxesAnyway) {
        allowed = Math.min(allowed, SUBSTITUTE * time(other));
      }
      boolean boxes = bytes > COMPILED_BYTES && now - start < PATIENCE_NANOS && !boxesAnyway;
      stable = !boxes && nanos <= allowed && nanos <= 1.25 * best ? stable + 1 : 0;
      best = Math.min(best, nanos);
      if (stable >= STABLE_ROUNDS && now - start >= leastNanos) {
        return true;
      }
      if (System.nanoTime() - now > 1_000_000 && !pause()) {
        return false;
      }
    }
    return false;
  }

  /** x86 has no masks for two lanes: C2 leaves such vectors boxed, and slow, for good. */
  private static boolean alwaysBoxes(Class<?> element) {
    return element == double.class && Lanes.BITS == 2 * Double.SIZE;
  }

  /** The compiler's threads and the caller's need the processor more than this one does. */
  private static boolean pause() {
    try {
      Thread.sleep(1);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** The fastest of some calls, in ns. */
  static double time(Runnable call) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TYPICAL_CALLS; i++) {
      long start = System.nanoTime();
      call.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return Math.max(best, 1);
  }
}
