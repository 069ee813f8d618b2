package org.gradcore.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/** Whether a peer computes what the scalar backend does: what its tests call. */
public final class PeerCheck {
  private PeerCheck() {}

  /**
   * Checks every kernel that a peer serves as a comparison would before it times it.
   *
   * @param peer the peer, started
   * @param sizes numbers of elements
   * @return what is wrong, one sentence for each kernel, element type and size; empty if all is
   *     well
   */
  public static List<String> failures(Peer peer, int... sizes) {
    Contestant contestant = new Contestant(new PeerInfo(peer.id(), "", "", Map.of()));
    List<String> failures = new ArrayList<>();
    for (Kernel kernel : Kernel.values()) {
      for (Class<?> element : List.of(float.class, double.class)) {
        if (peer.serves(kernel, element)) {
          for (int size : sizes) {
            Workload.Shape shape = Workload.Shape.of(kernel, size);
            try {
              new Contest(kernel, element, shape, contestant, peer).checkedCall().run();
            } catch (Exception e) {
              failures.add(kernel.id() + ", " + size + " " + element + "s: " + e);
            }
          }
        }
      }
    }
    return failures;
  }
}
