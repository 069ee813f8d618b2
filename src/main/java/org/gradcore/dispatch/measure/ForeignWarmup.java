package org.gradcore.dispatch.measure;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.kernel.Kernel;

/**
 * Has small calls of a native kernel by {@code java.lang.foreign} compiled, and finds out whether
 * they are faster than by JNI. To link a function takes up to 150 ms, and its first half million
 * calls allocate and are slower than by JNI: those are made here, on small arrays.
 */
final class ForeignWarmup {
  /** Elements of the calls that are made: what is measured is the crossing, not the work. */
  private static final int SIZE = 16;

  /** Calls between two looks at the clock. */
  private static final int CALLS = 2048;

  /** What as many calls may allocate once they are compiled: nothing, but for the measurement. */
  private static final long COMPILED_BYTES = 1024;

  private static final int STABLE_ROUNDS = 8;
  private static final int TIMED_ROUNDS = 16;

  /** Calls by JNI cost no more than this many times those by java.lang.foreign: JNI stays. */
  private static final double NOISE = 1.05;

  private static final long LIMIT_NANOS = 5_000_000_000L;

  /** Takes a decision. */
  @FunctionalInterface
  interface Decision {
    /**
     * Small calls go so from now on.
     *
     * @param foreign whether by {@code java.lang.foreign}
     */
    void settle(boolean foreign);
  }

  private static final System.Logger LOG = System.getLogger("org.gradcore");

  /** What was found, by kernel, element type and candidate. */
  private static final Map<List<?>, Boolean> FASTER = new ConcurrentHashMap<>();

  private ForeignWarmup() {}

  /** Decides in the background. */
  static void submit(Kernel kernel, Class<?> element, Candidate candidate, Decision decision) {
    if (Settings.of(System::getProperty).backgroundWarmup()) {
      Warmup.submit(() -> run(kernel, element, candidate, decision));
    }
  }

  /** Decides, one after the other. */
  static synchronized void run(
      Kernel kernel, Class<?> element, Candidate candidate, Decision decision) {
    List<?> key = List.of(kernel, element, candidate);
    if (!Boolean.TRUE.equals(FASTER.get(key))) {
      boolean faster = false;
      try {
        faster = available() && isFaster(kernel, element, candidate);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, kernel.id() + " is called by JNI only: java.lang.foreign failed", e);
      }
      decision.settle(faster);
      FASTER.put(key, faster);
    }
  }

  /** Whether that has been decided, in one way or the other. */
  static boolean settled(Kernel kernel, Class<?> element, Candidate candidate) {
    return FASTER.containsKey(List.of(kernel, element, candidate));
  }

  /** Says why not, once. */
  private static boolean available() {
    Availability<Crossing> foreign = Environment.current().foreign();
    if (!foreign.available() && FASTER.isEmpty()) {
      LOG.log(Level.INFO, "native functions are called by JNI only: " + foreign.sentence());
    }
    return foreign.available();
  }

  private static boolean isFaster(Kernel kernel, Class<?> element, Candidate candidate) {
    Workload workload = Workload.typical(kernel, element, Workload.Shape.of(kernel, SIZE));
    Runnable foreign = workload.on(candidate, Crossing.FOREIGN);
    Runnable jni = workload.on(candidate, Crossing.JNI);
    if (!compile(foreign)) {
      LOG.log(Level.DEBUG, kernel.id() + " by java.lang.foreign was not compiled in time");
      return false;
    }
    double foreignNanos = Double.POSITIVE_INFINITY;
    double jniNanos = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TIMED_ROUNDS; i++) {
      foreignNanos = Math.min(foreignNanos, nanos(foreign));
      jniNanos = Math.min(jniNanos, nanos(jni));
    }
    boolean faster = NOISE * foreignNanos < jniNanos;
    LOG.log(
        Level.DEBUG,
        String.format(
            Locale.ROOT,
            "small calls of %s (%s, %s) by %s: %.0f ns by java.lang.foreign, %.0f by JNI",
            kernel.id(),
            element,
            candidate.id(),
            faster ? "java.lang.foreign" : "JNI",
            foreignNanos,
            jniNanos));
    return faster;
  }

  /** Makes calls until they allocate nothing and get no faster. */
  private static boolean compile(Runnable call) {
    double best = Double.POSITIVE_INFINITY;
    int stable = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < LIMIT_NANOS) {
      long before = Allocation.bytes();
      double nanos = nanos(call);
      boolean allocates = Allocation.bytes() - before > COMPILED_BYTES;
      stable = !allocates && nanos <= 1.25 * best ? stable + 1 : 0;
      best = Math.min(best, nanos);
      if (stable >= STABLE_ROUNDS) {
        return true;
      }
    }
    return false;
  }

  /** Time of a call, in ns. */
  private static double nanos(Runnable call) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    return (System.nanoTime() - start) / (double) CALLS;
  }
}
