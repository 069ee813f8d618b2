package org.gradcore.peers.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.gradcore.jmh.Peer;
import org.gradcore.jmh.PeerCheck;
import org.junit.jupiter.api.Test;

/** libtorch computes what the scalar backend does, on one thread; its parameters move. */
class LibtorchTest {
  private static final int[] SIZES = {1, 16, 100, 1024, 50_000};

  @Test
  void optimizersAndLossesComputeWhatTheScalarBackendDoes() throws Exception {
    check(new Libtorch());
    assertEquals(1, torch.get_num_threads());
  }

  @Test
  void adamWComputesWhatTheScalarBackendDoes() throws Exception {
    check(new LibtorchAdamW());
  }

  @Test
  void fusedAdamComputesWhatTheScalarBackendDoes() throws Exception {
    check(new LibtorchFused());
  }

  private static void check(Peer peer) throws Exception {
    peer.start();
    assertEquals(List.of(), PeerCheck.failures(peer, SIZES));
  }
}
