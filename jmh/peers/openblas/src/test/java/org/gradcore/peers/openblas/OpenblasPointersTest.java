package org.gradcore.peers.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bytedeco.openblas.global.openblas;
import org.gradcore.jmh.PeerCheck;
import org.junit.jupiter.api.Test;

/** OpenBLAS computes what the scalar backend does, on one thread. */
class OpenblasPointersTest {
  @Test
  void computesWhatTheScalarBackendDoes() {
    OpenblasPointers peer = new OpenblasPointers();
    peer.start();
    assertEquals(1, openblas.blas_get_num_threads());
    assertEquals(List.of(), PeerCheck.failures(peer, 1, 16, 100, 1024, 50_000));
  }
}
