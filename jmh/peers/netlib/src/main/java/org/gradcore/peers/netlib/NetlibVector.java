package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;

/** The Vector API, which {@code JavaBLAS} takes where its module is there. */
public final class NetlibVector extends NetlibPeer {
  private static final String VECTOR = "dev.ludovic.netlib.blas.VectorBLAS";

  /** Loads nothing. */
  public NetlibVector() {
    super("netlib-vector");
  }

  @Override
  BLAS load() throws Exception {
    return NetlibJava.instance(VECTOR);
  }
}
