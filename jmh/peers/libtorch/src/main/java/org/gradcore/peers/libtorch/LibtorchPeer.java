package org.gradcore.peers.libtorch;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.gradcore.jmh.Peer;

/** What libtorch's contestants have in common. */
abstract class LibtorchPeer implements Peer {
  @Override
  public final String version() {
    return Peer.version("org.bytedeco", "pytorch");
  }

  @Override
  public void start() {
    Loader.load(torch.class);
    torch.set_num_threads(1);
  }
}
