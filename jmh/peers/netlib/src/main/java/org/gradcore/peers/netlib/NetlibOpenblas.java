package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.gradcore.jmh.Peer;

/**
 * OpenBLAS in place of the system's BLAS, as Spark's guide recommends: the same build of it that
 * gradcore calls.
 */
public final class NetlibOpenblas extends NetlibPeer {
  private static final String PATH = "dev.ludovic.netlib.blas.nativeLibPath";

  /** Loads nothing. */
  public NetlibOpenblas() {
    super("netlib-openblas");
  }

  @Override
  public String version() {
    return super.version() + " over OpenBLAS " + Peer.version("org.bytedeco", "openblas");
  }

  @Override
  BLAS load() throws Exception {
    // Its global class sets the number of threads to that of the cores.
    Loader.load(openblas.class);
    openblas.blas_set_num_threads(1);
    String resource = "/org/bytedeco/openblas/" + Loader.getPlatform() + "/libopenblas.so.0";
    Path library = Loader.cacheResource(openblas.class, resource).toPath();
    System.setProperty(PATH, library.toString());
    return NativeBLAS.getInstance();
  }
}
