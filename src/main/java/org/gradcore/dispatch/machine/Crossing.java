package org.gradcore.dispatch.machine;

import java.util.Locale;

/** How functions of the native library are called. The bits are the same. */
public enum Crossing {
  /** By JNI; small calls by {@code java.lang.foreign} once they are many and that is faster. */
  AUTO,
  /** By JNI. */
  JNI,
  /** By {@code java.lang.foreign}. */
  FOREIGN;

  /**
   * The name in properties.
   *
   * @return {@code auto}, {@code jni} or {@code foreign}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
