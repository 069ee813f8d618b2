package org.gradcore.peers.netlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.ServiceLoader;
import org.gradcore.jmh.Peer;
import org.gradcore.jmh.PeerCheck;
import org.junit.jupiter.api.Test;

/** Each implementation computes what the scalar backend does. */
class NetlibTest {
  private static final int[] SIZES = {1, 16, 100, 1024, 50_000};

  @Test
  void javaComputesWhatTheScalarBackendDoes() throws Exception {
    check(new NetlibJava());
  }

  @Test
  void vectorComputesWhatTheScalarBackendDoes() throws Exception {
    check(new NetlibVector());
  }

  /** In this JVM there is one native library: whichever comes first, OpenBLAS. */
  @Test
  void nativeComputesWhatTheScalarBackendDoes() throws Exception {
    check(new NetlibOpenblas());
  }

  @Test
  void allAreFoundAndDiffer() throws Exception {
    List<String> ids =
        ServiceLoader.load(Peer.class).stream().map(provider -> provider.get().id()).toList();
    assertEquals(List.of("netlib-java", "netlib-vector", "netlib-native", "netlib-openblas"), ids);
    assertEquals("Java11BLAS", new NetlibJava().load().getClass().getSimpleName());
    assertEquals("VectorBLAS", new NetlibVector().load().getClass().getSimpleName());
    assertTrue(new NetlibJava().version().matches("\\d+\\.\\d+\\..*"));
  }

  private static void check(Peer peer) throws Exception {
    peer.start();
    assertEquals(List.of(), PeerCheck.failures(peer, SIZES));
  }
}
