package org.gradcore.testing;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Eight threads call every kernel of every backend at once, while another allocates, for a while
 * and until every call was made. Each call must give the bits that it gave on one thread: those of
 * the scalar backend, but with BLAS its own.
 *
 * <p>{@code Soak SECONDS SEED} prints lines {@code name=value}; it ends with 1 and a line that
 * begins with {@code another result} if there was one.
 */
public final class Soak {
  /**
   * A call on a backend.
   *
   * @param text says which
   * @param backend the name of the backend
   * @param expected the hash of what one thread returned and wrote
   * @param hash makes the call and returns the hash
   */
  record Work(Supplier<String> text, String backend, long expected, LongSupplier hash) {}

  private static final int THREADS = 8;

  /** So many threads make the same call at about the same time: they share what it reads. */
  private static final int TOGETHER = 2;

  /** What the allocating thread keeps alive for a while, and the sizes of what it allocates. */
  private static final int KEPT_BYTES = 24 << 20;

  private static final int[] SIZES = {64, 1 << 10, 16 << 10, 3 << 20};

  private final List<Work> works;
  private final long seed;
  private final long end;
  private final AtomicLong next = new AtomicLong();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private volatile boolean done;
  private volatile Object lastAllocated;

  private Soak(List<Work> works, long seed, double seconds) {
    this.works = works;
    this.seed = seed;
    this.end = System.nanoTime() + (long) (1e9 * seconds);
  }

  public static void main(String[] args) throws InterruptedException {
    double seconds = Double.parseDouble(args[0]);
    long seed = Long.parseLong(args[1]);
    List<Work> works = new ArrayList<>();
    FloatSoakCalls.addTo(works, seed);
    DoubleSoakCalls.addTo(works, seed);
    Collections.shuffle(works, new Random(seed));
    String failure = new Soak(works, seed, seconds).run();
    if (failure != null) {
      System.out.println(failure);
      System.exit(1);
    }
  }

  /** Returns what went wrong, or null. */
  private String run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(start(this::call));
    }
    Thread allocating = start(this::allocate);
    for (Thread thread : threads) {
      thread.join();
    }
    done = true;
    allocating.join();
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    System.out.println("collectors=" + names(collectors));
    System.out.println(
        "collections="
            + collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum());
    System.out.println("calls=" + next.get());
    System.out.println("distinct=" + works.size());
    Set<String> backends = new TreeSet<>();
    works.forEach(work -> backends.add(work.backend));
    System.out.println("backends=" + String.join(",", backends));
    return failure.get();
  }

  private static String names(List<GarbageCollectorMXBean> collectors) {
    return collectors.stream()
        .map(GarbageCollectorMXBean::getName)
        .collect(Collectors.joining(","));
  }

  private Thread start(Runnable body) {
    Thread thread = new Thread(body);
    thread.setUncaughtExceptionHandler(
        (t, e) -> {
          e.printStackTrace();
          failure.compareAndSet(null, e.toString());
        });
    thread.start();
    return thread;
  }

  private void call() {
    while (failure.get() == null) {
      long number = next.getAndIncrement();
      if (number >= TOGETHER * works.size() && System.nanoTime() > end) {
        return;
      }
      Work work = works.get((int) (number / TOGETHER % works.size()));
      if (work.hash.getAsLong() != work.expected) {
        failure.compareAndSet(
            null,
            String.format(
                "another result than on one thread: %s, call %d; %s",
                work.text.get(), number, Seeds.rerun(seed)));
      }
    }
  }

  /** Garbage of all ages and sizes, some of it larger than half a region of G1. */
  private void allocate() {
    Random random = new Random(seed);
    byte[][] kept = new byte[64][];
    long keptBytes = 0;
    while (!done) {
      byte[] fresh = new byte[SIZES[random.nextInt(SIZES.length)]];
      lastAllocated = fresh;
      int place = random.nextInt(kept.length);
      keptBytes += fresh.length - (kept[place] == null ? 0 : kept[place].length);
      kept[place] = fresh;
      if (keptBytes > KEPT_BYTES) {
        kept = new byte[kept.length][];
        keptBytes = 0;
      }
    }
  }
}
