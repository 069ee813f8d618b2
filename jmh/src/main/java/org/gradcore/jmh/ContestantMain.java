package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.InputStreamReader;
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
        if (!serving.isEmpty()) {
          for (int size : task.sizes) {
            for (Measurement measurement : measure(kernel, element, size, serving)) {
              System.out.println(gson.toJson(measurement));
            }
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
  }

  /** All of this JVM's contestants in turns, on the same arrays. */
  private List<Measurement> measure(
      Kernel kernel, Class<?> element, int size, List<Contestant> contestants) {
    Workload.Shape shape = Workload.Shape.of(kernel, size);
    List<Function<Workload, Runnable>> calls = new ArrayList<>();
    for (Contestant contestant : contestants) {
      if (task.check) {
        new Contest(kernel, element, shape, contestant).check();
      }
      calls.add(workload -> Contest.call(workload, contestant));
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
              dispatch ? kernels.why(kernel, element, shape.elements()) : null));
    }
    return measurements;
  }
}
