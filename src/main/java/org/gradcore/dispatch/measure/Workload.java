package org.gradcore.dispatch.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.kernel.Kernel;

/**
 * Calls of one kernel on arrays of its own, to time it or to have it compiled: what calibration and
 * the benchmarks measure.
 */
public sealed interface Workload permits FloatWorkload, DoubleWorkload {
  /**
   * How large a call is.
   *
   * @param rows rows; for the elementwise kernels and reductions, elements
   * @param features features of linear kernels
   * @param classes classes of softmax kernels
   * @param stored stored entries per row of CSR kernels
   */
  record Shape(int rows, int features, int classes, int stored) {

    /**
     * The shape that stands for a size as the dispatcher counts it.
     *
     * @param kernel the kernel
     * @param size about how many elements
     * @return the shape, whose {@link #elements} are at most the size (and at least 1)
     */
    public static Shape of(Kernel kernel, long size) {
      int n = Math.toIntExact(size);
      int classes = n < 64 ? 2 : 10;
      return switch (kernel) {
        case SOFTMAX_CROSS_ENTROPY -> new Shape(Math.max(1, n / classes), 0, classes, 0);
        case DENSE_MARGINS, DENSE_LOSS -> dense(n, 1);
        case DENSE_LOGITS, DENSE_SOFTMAX -> dense(n, classes);
        case CSR_MARGINS, CSR_LOSS -> csr(n, 1);
        case CSR_LOGITS, CSR_SOFTMAX -> csr(n, classes);
        default -> new Shape(n, 0, 0, 0);
      };
    }

    /**
     * The size of a call of this shape as the dispatcher counts it: rows × features (or stored
     * entries) × classes.
     *
     * @return the number of elements
     */
    public long elements() {
      return (long) rows * Math.max(1, stored > 0 ? stored : features) * Math.max(1, classes);
    }

    private static Shape dense(int n, int classes) {
      int perClass = Math.max(1, n / classes);
      int features = Math.clamp((int) Math.sqrt(perClass), Math.min(8, perClass), 128);
      return new Shape(Math.max(1, perClass / features), features, classes, 0);
    }

    private static Shape csr(int n, int classes) {
      int perClass = Math.max(1, n / classes);
      int stored = Math.min(16, perClass);
      int features = Math.clamp(perClass, 64, 4096);
      return new Shape(Math.max(1, perClass / stored), features, classes, stored);
    }
  }

  /**
   * One call, on the kernels of a candidate themselves, without argument checks.
   *
   * @param candidate the candidate, which must be available
   * @return what makes one call
   */
  Runnable on(Candidate candidate);

  /**
   * One call, on the kernels of a candidate themselves, without argument checks.
   *
   * @param candidate the candidate, which must be available
   * @param crossing how native functions are called
   * @return what makes one call
   */
  Runnable on(Candidate candidate, Crossing crossing);

  /**
   * What is called.
   *
   * @return the kernel
   */
  Kernel kernel();

  /**
   * How large the call is.
   *
   * @return the shape
   */
  Shape shape();

  /**
   * The class of each row.
   *
   * @return the array itself, empty for kernels without classes
   */
  int[] labels();

  /**
   * The double accumulators of linear kernels, empty for the others.
   *
   * @return the array itself
   */
  double[] sums();

  /**
   * What the last call returned.
   *
   * @return the result, 0 if there was no call or it returns nothing
   */
  double result();

  /**
   * The call that calibration measures: the plainest of those that training makes.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param shape how large
   * @return a workload with arrays of its own
   */
  static Workload typical(Kernel kernel, Class<?> element, Shape shape) {
    return of(kernel, element, Variants.typical(kernel), shape);
  }

  /**
   * Has candidates compiled as they are in a process that has run for a while: the vector backend
   * the way the dispatcher has it compiled in the background, the others by calls of all lengths.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param candidates the candidates, which must be available; those that do not serve the kernel
   *     are left out
   * @param leastNanos how long to call each at least
   */
  static void compile(
      Kernel kernel, Class<?> element, List<Candidate> candidates, long leastNanos) {
    for (Candidate candidate : candidates) {
      if (candidate.serves(kernel)) {
        if (candidate.backend() == Backend.VECTOR) {
          Warmup.run(
              kernel,
              element,
              Variants.typical(kernel),
              Candidate.SCALAR,
              Double.NaN,
              leastNanos,
              Warmup.PATIENCE_NANOS);
        } else {
          compile(kernel, element, workload -> workload.on(candidate), leastNanos);
          settle(kernel, element, candidate);
        }
      }
    }
  }

  /**
   * Has small calls of a native candidate cross into the library as in a process that has made
   * many; nothing for other candidates, nor where the crossing is forced.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param candidate the candidate, which must be available
   */
  static void settle(Kernel kernel, Class<?> element, Candidate candidate) {
    boolean open = Settings.of(System::getProperty).crossing() == Crossing.AUTO;
    if (candidate.backend() != Backend.OPENBLAS || !open) {
      return;
    }
    if (element == float.class) {
      BareFloatKernels.settle(kernel, candidate);
    } else {
      BareDoubleKernels.settle(kernel, candidate);
    }
  }

  /**
   * Calls something with all kinds of lengths, mostly typical ones, so that it is compiled for all
   * of them.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param call makes a call from a workload
   * @param nanos for how long
   */
  static void compile(
      Kernel kernel, Class<?> element, Function<Workload, Runnable> call, long nanos) {
    List<Runnable> unusual = new ArrayList<>();
    for (Shape shape : Warmup.shapes(kernel)) {
      unusual.add(call.apply(typical(kernel, element, shape)));
    }
    Shape shape = Shape.of(kernel, Warmup.typicalSize(kernel));
    Runnable typical = call.apply(typical(kernel, element, shape));
    long start = System.nanoTime();
    do {
      Warmup.time(typical);
      unusual.forEach(Runnable::run);
    } while (System.nanoTime() - start < nanos);
  }

  /**
   * A workload.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param variant which flags are set and which optional arrays are given, one bit each
   * @param shape how large
   */
  static Workload of(Kernel kernel, Class<?> element, int variant, Shape shape) {
    return element == float.class
        ? new FloatWorkload(kernel, variant, shape)
        : new DoubleWorkload(kernel, variant, shape);
  }
}
