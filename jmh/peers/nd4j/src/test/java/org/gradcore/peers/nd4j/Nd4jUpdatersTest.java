package org.gradcore.peers.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gradcore.jmh.PeerCheck;
import org.junit.jupiter.api.Test;

/** ND4J's updaters compute what the scalar backend does. */
class Nd4jUpdatersTest {
  @Test
  void computesWhatTheScalarBackendDoes() {
    Nd4jUpdaters peer = new Nd4jUpdaters();
    peer.start();
    assertEquals(List.of(), PeerCheck.failures(peer, 1, 16, 100, 1024, 50_000));
  }
}
