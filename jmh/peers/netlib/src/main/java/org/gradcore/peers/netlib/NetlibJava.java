package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/** Plain Java: what {@code JavaBLAS} gives without the Vector API. */
public final class NetlibJava extends NetlibPeer {
  private static final String JAVA_11 = "dev.ludovic.netlib.blas.Java11BLAS";

  /** Loads nothing. */
  public NetlibJava() {
    super("netlib-java");
  }

  /** {@code JavaBLAS.getInstance()} gives the Vector API's where its module is there. */
  @Override
  BLAS load() throws Exception {
    return instance(JAVA_11);
  }

  /** The implementations are not public; what gives them is a static method. */
  static JavaBLAS instance(String name) throws ReflectiveOperationException {
    var method = Class.forName(name).getDeclaredMethod("getInstance");
    method.setAccessible(true);
    return (JavaBLAS) method.invoke(null);
  }
}
