package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
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
    // All kernels first: C2 compiles the one while the next is called.
    forEachKernel(this::compile);
    forEachKernel(
        (kernel, element) -> {
          compile(kernel, element);
          for (int size : task.sizes) {
            for (Measurement measurement : measure(kernel, element, size)) {
              System.out.println(gson.toJson(measurement));
            }
          }
        });
  }

  private void forEachKernel(BiConsumer<Kernel, Class<?>> action) {
    for (Kernel kernel : task.kernels) {
      if (!serving(kernel).isEmpty()) {
        for (String name : task.elements) {
          action.accept(kernel, name.equals("float") ? float.class : double.class);
        }
      }
    }
  }

  private List<Contestant> serving(Kernel kernel) {
    return task.contestants.stream().filter(c -> c.serves(kernel)).toList();
  }

  /** Brings all contestants of a kernel to the state of a process that has run for a while. */
  private void compile(Kernel kernel, Class<?> element) {
    long nanos = task.warmUpMillis * 1_000_000;
    for (Contestant contestant : serving(kernel)) {
      if (contestant.candidate() != null) {
        Kernels.of(contestant.candidate());
        Workload.compile(kernel, element, List.of(contestant.candidate()), nanos);
      } else {
        Workload.compile(kernel, element, w -> Contest.call(w, contestant), nanos);
      }
    }
  }

  /** All of this JVM's contestants in turns, on the same arrays. */
  private List<Measurement> measure(Kernel kernel, Class<?> element, int size) {
    List<Contestant> contestants = serving(kernel);
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
