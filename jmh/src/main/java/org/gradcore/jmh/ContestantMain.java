package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.Stopwatch;
import org.gradcore.dispatch.Workload;
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
      int samples,
      long sampleNanos,
      long warmUpMillis,
      boolean check) {}

  /** A kernel that has been compiled shows about the same time so often, … */
  private static final int STABLE = 8;

  /** … or is given up after this many times the warm-up time. */
  private static final int PATIENCE = 20;

  /** Larger calls take the same branches as this one. */
  private static final int LARGEST_WARM_UP = 1 << 16;

  private final Task task;
  private final PrintStream out;
  private final Gson gson = new Gson();

  /** The other library that is measured here, or null. */
  private final Peer peer;

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
    for (Kernel kernel : task.kernels) {
      for (String name : task.elements) {
        Class<?> element = name.equals("float") ? float.class : double.class;
        if (peer == null) {
          run(kernel, element);
        } else {
          runPeer(kernel, element, task.contestants.getFirst());
        }
      }
    }
  }

  private void run(Kernel kernel, Class<?> element) {
    for (Contestant contestant : serving(kernel, element, 1)) {
      warmUp(kernel, element, contestant);
    }
    for (int size : task.sizes) {
      List<Contestant> serving = serving(kernel, element, size);
      if (!serving.isEmpty()) {
        measure(kernel, element, size, serving).forEach(this::print);
      }
    }
  }

  private List<Contestant> serving(Kernel kernel, Class<?> element, int size) {
    return task.contestants.stream().filter(c -> c.serves(kernel, element, size)).toList();
  }

  /**
   * Measures another library. What goes wrong there, with a native library perhaps as an Error,
   * ends neither this kernel's smaller sizes nor the other kernels.
   */
  private void runPeer(Kernel kernel, Class<?> element, Contestant contestant) {
    List<Integer> sizes =
        task.sizes.stream().filter(size -> contestant.serves(kernel, element, size)).toList();
    int done = 0;
    try {
      if (!sizes.isEmpty()) {
        warmUp(kernel, element, contestant);
      }
      for (; done < sizes.size(); done++) {
        measure(kernel, element, sizes.get(done), task.contestants).forEach(this::print);
      }
    } catch (Exception | Error e) {
      String reason = PeerMain.reason(e);
      for (int size : sizes.subList(done, sizes.size())) {
        print(Measurement.failed(contestant.id(), kernel.id(), element.getName(), size, reason));
      }
    }
  }

  private void print(Measurement measurement) {
    out.println(gson.toJson(measurement));
    out.flush();
  }

  /**
   * Calls a kernel on every tail and block boundary and at the sizes that will be timed, until that
   * does not get any faster.
   */
  private void warmUp(Kernel kernel, Class<?> element, Contestant contestant) {
    List<Workload.Shape> shapes = new ArrayList<>(Workload.warmUpShapes(kernel));
    for (int size : task.sizes) {
      if (size <= LARGEST_WARM_UP) {
        shapes.add(Workload.Shape.of(kernel, size));
      }
    }
    List<Runnable> calls = new ArrayList<>();
    if (peer != null) {
      // Not every library takes empty data.
      shapes.removeIf(shape -> shape.rows() == 0);
    }
    for (Workload.Shape shape : shapes) {
      calls.add(new Contest(kernel, element, shape, contestant, peer).call());
    }
    long least = task.warmUpMillis * 1_000_000;
    long best = Long.MAX_VALUE;
    int stable = 0;
    long start = System.nanoTime();
    long before = start;
    while (before - start < least || (stable < STABLE && before - start < PATIENCE * least)) {
      calls.forEach(Runnable::run);
      long now = System.nanoTime();
      stable = now - before <= 1.25 * best ? stable + 1 : 0;
      best = Math.min(best, now - before);
      before = now;
    }
  }

  /** All of this JVM's contestants in turns, on the same arrays. */
  private List<Measurement> measure(
      Kernel kernel, Class<?> element, int size, List<Contestant> contestants) {
    Workload.Shape shape = Workload.Shape.of(kernel, size);
    List<Function<Workload, Runnable>> calls = new ArrayList<>();
    for (Contestant contestant : contestants) {
      Contest contest = new Contest(kernel, element, shape, contestant, peer);
      if (task.check) {
        contest.check();
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
