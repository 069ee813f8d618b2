package org.gradcore.dispatch.machine;

import java.util.Locale;

/** The three implementations of every kernel. */
public enum Backend {
  /** Plain Java: always available. */
  SCALAR,
  /** The Java Vector API, {@code jdk.incubator.vector}. */
  VECTOR,
  /** C++ kernels and OpenBLAS, bound through JavaCPP. */
  OPENBLAS;

  /**
   * The backend's name in properties, profiles and on the command line.
   *
   * @return {@code scalar}, {@code vector} or {@code openblas}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
