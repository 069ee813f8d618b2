package org.gradcore.jmh;

import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.FloatWorkload;
import org.gradcore.kernel.Kernel;
import org.gradcore.optim.FloatOptimizerState;

/** Whether a peer computes on floats what the scalar backend does. */
final class FloatPeerContest {
  /** Steps of an optimizer: momentum and bias correction show from the second on. */
  private static final int STEPS = 3;

  private FloatPeerContest() {}

  /**
   * Makes the first calls.
   *
   * @param actual the data that the call was prepared from
   * @param expected the same data
   * @return null if the results are equal within the tolerance, else where they differ
   */
  static String difference(
      Peer peer,
      Peer.Call call,
      FloatWorkload actual,
      FloatWorkload expected,
      Tolerance tolerance) {
    if (actual.kernel().family() != Kernel.Family.OPTIMIZERS) {
      call.run();
      double result = call.finish();
      expected.on(Candidate.SCALAR).run();
      return FloatContest.difference(actual, result, expected, tolerance);
    }
    float[] parameters = expected.arrays()[0];
    boolean own = peer.ownRule(expected, STEPS);
    FloatOptimizerState state =
        own ? null : peer.optimizer(actual.kernel()).floatState(parameters.length);
    for (int step = 0; step < STEPS; step++) {
      call.run();
      if (!own) {
        state.step(Kernels.of(Backend.SCALAR), parameters, 0, expected.arrays()[1], 0);
      }
    }
    call.finish();
    return FloatContest.difference(actual.arrays()[0], parameters, 0, tolerance);
  }
}
