package org.gradcore.dispatch;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.Variants;
import org.gradcore.dispatch.measure.Warmup;
import org.gradcore.dispatch.profile.SizeBuckets;
import org.gradcore.kernel.Kernel;

/**
 * The way of one kernel's calls to its backend: a small table by variant (which flags are set and
 * which arrays are given: C2 compiles for those that it has seen) and by the logarithm of the size.
 *
 * @param <K> the kernel's family
 */
final class Route<K> {
  /** A warm-up is worth its price once the substitute has cost this much more. */
  static final double WARMUP_NANOS = 5e6;

  private static final int COLD = 0;
  private static final int WARMING = 1;
  private static final int WARM = 2;

  /**
   * One bucket's choice, with its implementations.
   *
   * @param interimRecorded whether the use of the substitute has been recorded
   */
  private record Entry<K>(
      K target,
      Kernels.Choice choice,
      K substitute,
      Kernels.Choice interim,
      double regretNanos,
      AtomicBoolean interimRecorded) {}

  private final Kernels kernels;
  private final Kernel kernel;
  private final Class<?> element;
  private final Function<Candidate, K> implementation;

  /** What a call goes to; null if that has to be found out, or is about to change. */
  private final AtomicReferenceArray<K> targets;

  private final AtomicReferenceArray<Entry<K>> entries =
      new AtomicReferenceArray<>(SizeBuckets.COUNT);

  // By variant, guarded by this.
  private final int[] states;
  private final double[] regret;
  private final double[] price;

  Route(Kernels kernels, Kernel kernel, Class<?> element, Function<Candidate, K> implementation) {
    int variants = Variants.count(kernel);
    this.kernels = kernels;
    this.kernel = kernel;
    this.element = element;
    this.implementation = implementation;
    targets = new AtomicReferenceArray<>(variants * SizeBuckets.COUNT);
    states = new int[variants];
    regret = new double[variants];
    price = new double[variants];
    Arrays.fill(price, WARMUP_NANOS);
  }

  /** The implementation for a call of this variant and size. */
  K at(int variant, long size) {
    int bucket = SizeBuckets.of(size);
    K target = targets.getAcquire(variant << SizeBuckets.BITS | bucket);
    return target != null ? target : resolve(variant, bucket);
  }

  private K resolve(int variant, int bucket) {
    Entry<K> entry = entries.getAcquire(bucket);
    if (entry == null) {
      entry = entry(bucket);
      entries.setRelease(bucket, entry);
    }
    if (entry.substitute != null && !warm(variant, entry)) {
      // Racy, since twice does no harm: a call shall not pay for more than a look.
      if (!entry.interimRecorded.get()) {
        entry.interimRecorded.set(true);
        record(entry.interim, variant, bucket);
      }
      return entry.substitute;
    }
    record(entry.choice, variant, bucket);
    targets.setRelease(variant << SizeBuckets.BITS | bucket, entry.target);
    return entry.target;
  }

  private void record(Kernels.Choice choice, int variant, int bucket) {
    kernels.record(choice);
    ChoiceRecorder.record(kernel, element, bucket, variant, choice.candidate(), choice.why());
  }

  private Entry<K> entry(int bucket) {
    Chooser.Decision decision =
        kernels.chooser().decide(kernel, element, SizeBuckets.smallest(bucket));
    Kernels.Choice choice =
        new Kernels.Choice(kernel, element, decision.candidate(), decision.why());
    K target = implementation.apply(decision.candidate());
    if (decision.substitute() == null) {
      return new Entry<>(target, choice, null, null, 0, null);
    }
    Kernels.Choice interim =
        new Kernels.Choice(
            kernel, element, decision.substitute(), "until the vector kernel is compiled");
    return new Entry<>(
        target,
        choice,
        implementation.apply(decision.substitute()),
        interim,
        decision.regretNanos(),
        new AtomicBoolean());
  }

  /** Whether the vector kernel is compiled; if not, counts the call and sees to it in time. */
  private synchronized boolean warm(int variant, Entry<K> entry) {
    if (states[variant] == COLD) {
      regret[variant] += entry.regretNanos;
      if (regret[variant] >= price[variant]) {
        states[variant] = WARMING;
        Candidate reference = entry.interim.candidate();
        Warmup.submit(() -> warmUp(variant, reference));
      }
    }
    return states[variant] == WARM;
  }

  private void warmUp(int variant, Candidate reference) {
    boolean compiled = false;
    try {
      int size = Warmup.typicalSize(kernel);
      double expected = kernels.chooser().vectorNanos(kernel, element, size);
      compiled = Warmup.run(kernel, element, variant, reference, expected, 0, Warmup.LIMIT_NANOS);
    } catch (RuntimeException | Error e) {
      System.getLogger(Kernels.LOGGER)
          .log(
              System.Logger.Level.WARNING,
              "the vector kernel " + kernel.id() + " is not used: its warm-up failed",
              e);
    } finally {
      synchronized (this) {
        states[variant] = compiled ? WARM : COLD;
        // If it was in vain, perhaps on a busy machine: later again.
        regret[variant] = 0;
        price[variant] *= 8;
      }
    }
  }
}
