package org.gradcore.jmh;

import org.gradcore.dispatch.Candidate;
import org.gradcore.dispatch.DoubleWorkload;
import org.gradcore.dispatch.FloatWorkload;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.Workload;
import org.gradcore.kernel.Kernel;

/** One kernel, element type and size on one contestant: its call, checked before it is timed. */
final class Contest {
  private final Kernel kernel;
  private final Class<?> element;
  private final Workload.Shape shape;
  private final Contestant contestant;

  Contest(Kernel kernel, Class<?> element, Workload.Shape shape, Contestant contestant) {
    this.kernel = kernel;
    this.element = element;
    this.shape = shape;
    this.contestant = contestant;
  }

  Runnable call() {
    return call(Workload.typical(kernel, element, shape), contestant);
  }

  /** What makes one call on these arrays. */
  static Runnable call(Workload workload, Contestant contestant) {
    return switch (workload) {
      case FloatWorkload w -> FloatContest.call(w, contestant);
      case DoubleWorkload w -> DoubleContest.call(w, contestant);
    };
  }

  /**
   * Makes a call, and compares its result with the scalar backend's. The stream limit has none.
   *
   * @throws IllegalStateException if the result is wrong
   */
  void check() {
    checkedCall();
  }

  /**
   * What makes one call, after a first call whose result was compared with the scalar backend's.
   * The stream limit has no result.
   *
   * @throws IllegalStateException if the result is wrong
   */
  Runnable checkedCall() {
    if (contestant.origin() == Contestant.Origin.LIMIT) {
      return call();
    }
    Workload actual = Workload.typical(kernel, element, shape);
    Runnable call = call(actual, contestant);
    call.run();
    Workload expected = Workload.typical(kernel, element, shape);
    expected.on(Candidate.SCALAR).run();
    String difference =
        switch (actual) {
          case FloatWorkload w -> FloatContest.difference(w, (FloatWorkload) expected, tolerance());
          case DoubleWorkload w ->
              DoubleContest.difference(w, (DoubleWorkload) expected, tolerance());
        };
    if (difference != null) {
      throw new IllegalStateException(
          contestant.id()
              + " computes "
              + kernel.id()
              + " of "
              + shape.elements()
              + " "
              + element
              + "s wrongly: "
              + difference);
    }
    return call;
  }

  private Tolerance tolerance() {
    boolean exact =
        switch (contestant.origin()) {
          case CANDIDATE, LANE_WIDTH -> !contestant.candidate().blas();
          case DISPATCH ->
              !Kernels.dispatched().chosen(kernel, element, shape.elements()).endsWith("-blas");
          case PLAIN, LIMIT, PEER -> false;
        };
    return exact ? Tolerance.EXACT : Tolerance.summation(kernel, element, shape);
  }
}
