package org.gradcore.jmh;

import java.util.function.Function;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.DoubleWorkload;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/** One kernel, element type and size on one contestant: its call, checked before it is timed. */
final class Contest {
  private final Kernel kernel;
  private final Class<?> element;
  private final Workload.Shape shape;
  private final Contestant contestant;
  private final Peer peer;

  /** One call of a contestant that is not a peer. */
  Contest(Kernel kernel, Class<?> element, Workload.Shape shape, Contestant contestant) {
    this(kernel, element, shape, contestant, null);
  }

  /**
   * One call.
   *
   * @param peer the contestant's library, started; null if it is none
   */
  Contest(Kernel kernel, Class<?> element, Workload.Shape shape, Contestant contestant, Peer peer) {
    this.kernel = kernel;
    this.element = element;
    this.shape = shape;
    this.contestant = contestant;
    this.peer = peer;
  }

  Runnable call() {
    Workload workload = Workload.typical(kernel, element, shape);
    return peer == null ? call(workload, contestant) : peer.prepare(workload)::run;
  }

  /**
   * What makes calls of the library on arrays: one call, which was made once, for as long as the
   * arrays are the same. Many libraries allocate their state in the first call.
   */
  Function<Workload, Runnable> peerCalls() {
    Workload[] last = new Workload[1];
    Runnable[] made = new Runnable[1];
    return workload -> {
      if (workload != last[0]) {
        made[0] = peer.prepare(workload)::run;
        made[0].run();
        last[0] = workload;
      }
      return made[0];
    };
  }

  /** What makes one call on these arrays. */
  static Runnable call(Workload workload, Contestant contestant) {
    return switch (workload) {
      case FloatWorkload w -> FloatContest.call(w, contestant);
      case DoubleWorkload w -> DoubleContest.call(w, contestant);
    };
  }

  /**
   * What the scalar backend leaves behind: {@link #check} needs it for a large size once only.
   *
   * @return a workload after a call
   */
  static Workload expected(Kernel kernel, Class<?> element, Workload.Shape shape) {
    Workload expected = Workload.typical(kernel, element, shape);
    expected.on(Candidate.SCALAR).run();
    return expected;
  }

  /**
   * Makes a call, and compares its result with the scalar backend's. The stream limit has none; a
   * peer's state after several calls is compared with that of as many calls here.
   *
   * @param expected what {@link #expected} returned
   * @throws IllegalStateException if the result is wrong
   */
  void check(Workload expected) {
    if (contestant.origin() == Contestant.Origin.PEER) {
      checkedPeer();
    } else if (contestant.origin() != Contestant.Origin.LIMIT) {
      checkedCall(expected);
    }
  }

  /**
   * What makes one call, after a first call whose result was compared with the scalar backend's.
   * The stream limit has no result.
   *
   * @throws IllegalStateException if the result is wrong
   */
  Runnable checkedCall() {
    return switch (contestant.origin()) {
      case LIMIT -> call();
      case PEER -> checkedPeer();
      default -> checkedCall(expected(kernel, element, shape));
    };
  }

  private Runnable checkedCall(Workload expected) {
    Workload actual = Workload.typical(kernel, element, shape);
    Runnable call = call(actual, contestant);
    call.run();
    mustEqual(
        switch (actual) {
          case FloatWorkload w -> FloatContest.difference(w, (FloatWorkload) expected, tolerance());
          case DoubleWorkload w ->
              DoubleContest.difference(w, (DoubleWorkload) expected, tolerance());
        });
    return call;
  }

  private Runnable checkedPeer() {
    Workload actual = Workload.typical(kernel, element, shape);
    Workload expected = Workload.typical(kernel, element, shape);
    Peer.Call made = peer.prepare(actual);
    mustEqual(
        switch (actual) {
          case FloatWorkload w ->
              FloatPeerContest.difference(peer, made, w, (FloatWorkload) expected, tolerance());
          case DoubleWorkload w ->
              DoublePeerContest.difference(peer, made, w, (DoubleWorkload) expected, tolerance());
        });
    return made::run;
  }

  private void mustEqual(String difference) {
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
  }

  private Tolerance tolerance() {
    boolean exact =
        switch (contestant.origin()) {
          case CANDIDATE, CROSSING, LANE_WIDTH -> !contestant.candidate().blas();
          case DISPATCH ->
              !Kernels.dispatched().chosen(kernel, element, shape.elements()).endsWith("-blas");
          case PLAIN, LIMIT, PEER -> false;
        };
    return exact ? Tolerance.EXACT : Tolerance.summation(kernel, element, shape);
  }
}
