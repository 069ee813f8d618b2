package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.Stopwatch;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/**
 * A JVM of one round of a {@link Comparison}: warms each kernel up, then times it at each size.
 * Reads its {@link Task} from stdin, and prints one {@link Measurement} a line, both in JSON.
 */
final class ContestantMain {
  /**
   * What to measure.
   *
   * @param contestants one, or several that run the same Java code
   * @param sizes ascending
   * @param passes how often everything is measured that is not {@link Stopwatch#passes too large}
   * @param samples how many samples the median is taken of
   * @param sampleNanos about the time of a sample; a call that takes longer is a sample by itself
   * @param warmUpMillis least time to call a kernel before it is timed
   * @param check whether results are compared with the scalar backend's
   */
  record Task(
      List<Contestant> contestants,
      List<Kernel> kernels,
      List<String> elements,
      List<Integer> sizes,
      int passes,
      int samples,
      long sampleNanos,
      long warmUpMillis,
      boolean check) {}

  /** Calls of a peer that are not larger than this are repeated until … */
  private static final int LARGEST_SETTLED = 1 << 16;

  /** … this often in a row they took about the least time, … */
  private static final int STABLE = 32;

  /** … but for this many times the warm-up time at least, … */
  private static final int LEAST = 4;

  /** … and at most this many: some libraries run through a lot of Java code in a call. */
  private static final int PATIENCE = 200;

  private final Task task;
  private final PrintStream out;
  private final Gson gson = new Gson();

  /** The other library that is measured here, or null. */
  private final Peer peer;

  /** Cases that it failed in: it is not tried again. */
  private final List<Measurement> failures = new ArrayList<>();

  private ContestantMain(Task task, PrintStream out) {
    this.task = task;
    this.out = out;
    Contestant first = task.contestants.getFirst();
    peer = first.origin() == Contestant.Origin.PEER ? PeerMain.start(first.id()) : null;
  }

  public static void main(String[] args) {
    Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    Task task = new Gson().fromJson(in, Task.class);
    PrintStream out = System.out;
    // What a library prints is not mistaken for a measurement.
    System.setOut(System.err);
    new ContestantMain(task, out).run();
    // Some libraries leave threads behind.
    System.exit(0);
  }

  private void run() {
    if (peer != null) {
      // The first kernel has to have everything compiled that they have in common.
      forEachKernel(this::tryPeer);
      for (int pass = 0; pass < task.passes; pass++) {
        int now = pass;
        forEachKernel((kernel, element) -> runPeer(kernel, element, now));
      }
      return;
    }
    // All kernels first: C2 compiles the one while the next is called.
    forEachKernel(this::compile);
    forEachKernel(
        (kernel, element) -> {
          compile(kernel, element);
          // What the candidates need is compiled by now: that is waited for.
          task.contestants.stream()
              .filter(contestant -> !isCandidate(contestant))
              .forEach(contestant -> settle(kernel, element, contestant));
          time(kernel, element, 0);
        });
    for (int pass = 1; pass < task.passes; pass++) {
      int now = pass;
      forEachKernel((kernel, element) -> time(kernel, element, now));
    }
  }

  private void time(Kernel kernel, Class<?> element, int pass) {
    for (int size : sizes(pass)) {
      List<Contestant> serving = serving(kernel, element, size);
      if (!serving.isEmpty()) {
        measure(kernel, element, size, serving, task.check && pass == 0).forEach(this::print);
      }
    }
  }

  private List<Integer> sizes(int pass) {
    return task.sizes.stream().filter(n -> pass < Stopwatch.passes(n, task.passes)).toList();
  }

  private void forEachKernel(BiConsumer<Kernel, Class<?>> action) {
    for (Kernel kernel : task.kernels) {
      for (String name : task.elements) {
        action.accept(kernel, name.equals("float") ? float.class : double.class);
      }
    }
  }

  private List<Contestant> serving(Kernel kernel, Class<?> element, int size) {
    return task.contestants.stream().filter(c -> c.serves(kernel, element, size)).toList();
  }

  /** Brings all contestants of a kernel to the state of a process that has run for a while. */
  private void compile(Kernel kernel, Class<?> element) {
    for (Contestant contestant : serving(kernel, element, 1)) {
      if (isCandidate(contestant)) {
        Kernels.of(contestant.candidate());
        Workload.compile(kernel, element, List.of(contestant.candidate()), compileNanos());
      } else {
        if (contestant.origin() == Contestant.Origin.DISPATCH) {
          prepare(kernel, element, Kernels.dispatched().candidates(kernel));
        }
        Workload.compile(kernel, element, w -> Contest.call(w, contestant), compileNanos());
      }
    }
  }

  /** What the dispatcher's warm-up in the background does for a process that runs for a while. */
  private void prepare(Kernel kernel, Class<?> element, List<Candidate> candidates) {
    if (candidates.contains(Candidate.VECTOR)) {
      Workload.compile(kernel, element, List.of(Candidate.VECTOR), compileNanos());
    }
    candidates.forEach(candidate -> Workload.settle(kernel, element, candidate));
  }

  private static boolean isCandidate(Contestant contestant) {
    return contestant.candidate() != null && contestant.origin() != Contestant.Origin.CROSSING;
  }

  private long compileNanos() {
    return task.warmUpMillis * 1_000_000;
  }

  /** Warms another library up; what goes wrong does so again when it is measured. */
  private void tryPeer(Kernel kernel, Class<?> element) {
    try {
      settle(kernel, element, task.contestants.getFirst());
    } catch (Exception | Error e) {
      System.err.println(kernel.id() + ": " + PeerMain.reason(e));
    }
  }

  /** Makes calls of the sizes that will be timed, until that does not get any faster. */
  private void settle(Kernel kernel, Class<?> element, Contestant contestant) {
    List<Runnable> calls = new ArrayList<>();
    for (int size :
        task.sizes.stream().map(n -> Math.min(n, LARGEST_SETTLED)).distinct().toList()) {
      if (contestant.serves(kernel, element, size)) {
        Workload.Shape shape = Workload.Shape.of(kernel, size);
        calls.add(new Contest(kernel, element, shape, contestant, peer).call());
      }
    }
    if (calls.isEmpty()) {
      return;
    }
    long best = Long.MAX_VALUE;
    int stable = 0;
    long start = System.nanoTime();
    long before = start;
    while (before - start < LEAST * compileNanos()
        || (stable < STABLE && before - start < PATIENCE * compileNanos())) {
      calls.forEach(Runnable::run);
      long now = System.nanoTime();
      stable = now - before <= 1.25 * best ? stable + 1 : 0;
      best = Math.min(best, now - before);
      before = now;
    }
  }

  /**
   * Measures another library. What goes wrong there, with a native library perhaps as an Error,
   * ends neither this kernel's smaller sizes nor the other kernels.
   */
  private void runPeer(Kernel kernel, Class<?> element, int pass) {
    Contestant contestant = task.contestants.getFirst();
    List<Integer> sizes =
        sizes(pass).stream().filter(size -> contestant.serves(kernel, element, size)).toList();
    List<Integer> open = sizes.stream().filter(n -> failed(kernel, element, n) == null).toList();
    int done = 0;
    try {
      if (pass == 0) {
        settle(kernel, element, contestant);
      }
      for (; done < open.size(); done++) {
        boolean check = task.check && pass == 0;
        measure(kernel, element, open.get(done), task.contestants, check).forEach(this::print);
      }
    } catch (Exception | Error e) {
      String reason = PeerMain.reason(e);
      for (int size : open.subList(done, open.size())) {
        failures.add(
            Measurement.failed(contestant.id(), kernel.id(), element.getName(), size, reason));
      }
    }
    for (int size : sizes) {
      Measurement failure = failed(kernel, element, size);
      if (failure != null) {
        print(failure);
      }
    }
  }

  /** Why another library failed in a case, in this pass or one before; null if it did not. */
  private Measurement failed(Kernel kernel, Class<?> element, int size) {
    for (Measurement failure : failures) {
      if (failure.kernel().equals(kernel.id())
          && failure.element().equals(element.getName())
          && failure.size() == size) {
        return failure;
      }
    }
    return null;
  }

  private void print(Measurement measurement) {
    out.println(gson.toJson(measurement));
    out.flush();
  }

  /** All of this JVM's contestants in turns, on the same arrays. */
  private List<Measurement> measure(
      Kernel kernel, Class<?> element, int size, List<Contestant> contestants, boolean check) {
    Workload.Shape shape = Workload.Shape.of(kernel, size);
    List<Function<Workload, Runnable>> calls = new ArrayList<>();
    Workload expected = check && peer == null ? Contest.expected(kernel, element, shape) : null;
    for (Contestant contestant : contestants) {
      Contest contest = new Contest(kernel, element, shape, contestant, peer);
      if (check) {
        contest.check(expected);
      }
      calls.add(
          peer == null ? workload -> Contest.call(workload, contestant) : contest.peerCalls());
    }
    double[] nanos =
        Stopwatch.medians(kernel, element, shape, calls, task.samples, task.sampleNanos);
    int elementBytes = element == float.class ? Float.BYTES : Double.BYTES;
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      Contestant contestant = contestants.get(i);
      boolean dispatch = contestant.origin() == Contestant.Origin.DISPATCH;
      Kernels kernels = dispatch ? Kernels.dispatched() : null;
      measurements.add(
          new Measurement(
              contestant.id(),
              kernel.id(),
              element.getName(),
              size,
              shape.elements(),
              Traffic.bytes(kernel, elementBytes, shape),
              nanos[i],
              dispatch ? kernels.chosen(kernel, element, shape.elements()) : null,
              dispatch ? kernels.why(kernel, element, shape.elements()) : null,
              null));
    }
    return measurements;
  }
}
