package org.gradcore.peers.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gradcore.jmh.PeerCheck;
import org.junit.jupiter.api.Test;

/** Tribuo's optimisers compute what the scalar backend does, Adam what its formula says. */
class TribuoOptimizersTest {
  @Test
  void computesWhatTheScalarBackendDoes() {
    TribuoOptimizers peer = new TribuoOptimizers();
    peer.start();
    assertEquals(List.of(), PeerCheck.failures(peer, 1, 16, 100, 1024, 50_000));
  }
}
