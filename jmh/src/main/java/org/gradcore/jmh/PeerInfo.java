package org.gradcore.jmh;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcore.kernel.Kernel;

/**
 * What a {@link Peer} in another JVM can do.
 *
 * @param id the name in reports
 * @param version the version of the library
 * @param module the folder of its module below {@code jmh/peers}
 * @param largest by element type and kernel id, the largest size that it computes
 */
public record PeerInfo(
    String id, String version, String module, Map<String, Map<String, Integer>> largest) {

  static PeerInfo of(Peer peer, String module) {
    Map<String, Map<String, Integer>> largest = new LinkedHashMap<>();
    for (Class<?> element : new Class<?>[] {float.class, double.class}) {
      Map<String, Integer> kernels = new LinkedHashMap<>();
      for (Kernel kernel : Kernel.values()) {
        if (peer.serves(kernel, element)) {
          kernels.put(kernel.id(), Integer.MAX_VALUE);
        }
      }
      largest.put(element.getName(), kernels);
    }
    return new PeerInfo(peer.id(), peer.version(), module, largest);
  }

  /** The largest size of a kernel, 0 if the library does not have it. */
  int largest(Kernel kernel, Class<?> element) {
    return largest.getOrDefault(element.getName(), Map.of()).getOrDefault(kernel.id(), 0);
  }

  /** The same without a size that went wrong, and without what is larger. */
  PeerInfo below(String kernel, String element, int size) {
    Map<String, Map<String, Integer>> limited = new LinkedHashMap<>(largest);
    limited.computeIfPresent(
        element,
        (e, kernels) -> {
          Map<String, Integer> some = new LinkedHashMap<>(kernels);
          some.computeIfPresent(kernel, (k, limit) -> Math.min(limit, size - 1));
          return some;
        });
    return new PeerInfo(id, version, module, limited);
  }
}
