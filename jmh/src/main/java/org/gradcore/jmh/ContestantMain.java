package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradcore.dispatch.Kernels;
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

  /**
   * Up to this size every sample has arrays of its own: where they begin, relative to the cache's
   * lines, makes a difference of tens of percent.
   */
  private static final int LARGEST_MOVED = 1 << 16;

  private static final int LARGEST_PADDING = 4096;

  private static final Random RANDOM = new Random();

  /** Lies in memory before the arrays of a sample. */
  static byte[] padding;

  private final Task task;

  private ContestantMain(Task task) {
    this.task = task;
  }

  public static void main(String[] args) {
    Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    new ContestantMain(new Gson().fromJson(in, Task.class)).run();
  }

  private void run() {
    Gson gson = new Gson();
    for (Kernel kernel : task.kernels) {
      List<Contestant> serving = task.contestants.stream().filter(c -> c.serves(kernel)).toList();
      for (String name : task.elements) {
        Class<?> element = name.equals("float") ? float.class : double.class;
        serving.forEach(contestant -> warmUp(kernel, element, contestant));
        for (int size : task.sizes) {
          for (Contestant contestant : serving) {
            System.out.println(gson.toJson(measure(kernel, element, size, contestant)));
          }
        }
      }
    }
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
    for (Workload.Shape shape : shapes) {
      calls.add(new Contest(kernel, element, shape, contestant).call());
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
    // What takes the time has to be compiled too.
    sample(calls.getFirst());
  }

  private Measurement measure(Kernel kernel, Class<?> element, int size, Contestant contestant) {
    Workload.Shape shape = Workload.Shape.of(kernel, size);
    Contest contest = new Contest(kernel, element, shape, contestant);
    Runnable call = task.check ? contest.checkedCall() : contest.call();
    double[] samples = new double[task.samples];
    for (int i = 0; i < samples.length; i++) {
      if (i > 0 && size <= LARGEST_MOVED) {
        padding = new byte[RANDOM.nextInt(LARGEST_PADDING)];
        call = contest.call();
      }
      samples[i] = sample(call);
    }
    Arrays.sort(samples);
    final double nanos = samples[samples.length / 2];
    boolean dispatch = contestant.origin() == Contestant.Origin.DISPATCH;
    Kernels kernels = dispatch ? Kernels.dispatched() : null;
    int elementBytes = element == float.class ? Float.BYTES : Double.BYTES;
    return new Measurement(
        contestant.id(),
        kernel.id(),
        element.getName(),
        size,
        shape.elements(),
        Traffic.bytes(kernel, elementBytes, shape),
        nanos,
        dispatch ? kernels.chosen(kernel, element, shape.elements()) : null,
        dispatch ? kernels.why(kernel, element, shape.elements()) : null);
  }

  /** Time of a call, in ns, after some calls that are not timed. */
  private double sample(Runnable call) {
    long start = System.nanoTime();
    do {
      call.run();
    } while (System.nanoTime() - start < task.sampleNanos);
    int repetitions = 1;
    while (time(call, repetitions) * repetitions < task.sampleNanos / 2.0) {
      repetitions *= 2;
    }
    return time(call, repetitions);
  }

  /** Time of a call, in ns. */
  private static double time(Runnable call, int repetitions) {
    long start = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      call.run();
    }
    return Math.max(1.0, System.nanoTime() - start) / repetitions;
  }
}
