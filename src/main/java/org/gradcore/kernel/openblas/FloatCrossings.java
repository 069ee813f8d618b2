package org.gradcore.kernel.openblas;

import java.util.function.Consumer;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Foreign;
import org.gradcore.presets.ForeignFloatCrossing;
import org.gradcore.presets.JniFloatCrossing;
import org.gradcore.presets.NativeFunction;

/**
 * Which way the calls of a kernel cross into the native library: all by JNI, all by {@code
 * java.lang.foreign}, or by JNI until there have been many small ones, and small ones then by what
 * was found to be faster. Both give the same bits, so no call needs to know when that changes.
 */
public final class FloatCrossings {
  private static final FloatCrossing JNI = new JniFloatCrossing();

  /** So many small calls by JNI cost more than to compile the other way. */
  private static final int MANY = 1 << 21;

  private final long limit;
  private final Consumer<FloatCrossings> many;

  /** Not volatile: a thread that sees a change late goes the other way, which is as right. */
  private FloatCrossing small;

  /** Small calls until {@link #many} is told; racy, since a few more or less do no harm. */
  private int left;

  private int price = MANY;

  private FloatCrossings(FloatCrossing small, long limit, Consumer<FloatCrossings> many) {
    this.small = small;
    this.limit = limit;
    this.many = many;
    left = many == null ? 0 : MANY;
  }

  /**
   * JNI for all calls.
   *
   * @return crossings that never change
   */
  public static FloatCrossings jni() {
    return new FloatCrossings(JNI, Long.MAX_VALUE, null);
  }

  /**
   * {@code java.lang.foreign} for all calls.
   *
   * @return crossings that never change
   */
  public static FloatCrossings foreign() {
    return new FloatCrossings(new ForeignFloatCrossing(), Long.MAX_VALUE, null);
  }

  /**
   * JNI, and for small calls what {@link #settle} says.
   *
   * @param many is told when there have been so many small calls that it is worth finding out, on a
   *     thread that makes a call: it must return at once. It may be told twice
   * @return crossings that can change
   */
  public static FloatCrossings adaptive(Consumer<FloatCrossings> many) {
    return new FloatCrossings(JNI, Chunks.FOREIGN_WORK, many);
  }

  /**
   * Sets how small calls go from now on. If by JNI, that is looked into again after many more.
   *
   * @param foreign whether by {@code java.lang.foreign}, for which the kernel's function must have
   *     been prepared
   */
  public synchronized void settle(boolean foreign) {
    small = foreign ? new ForeignFloatCrossing() : JNI;
    price = price > Integer.MAX_VALUE / 8 ? 0 : 8 * price;
    left = foreign ? 0 : price;
  }

  /**
   * Makes a function ready, where it is called by {@code java.lang.foreign} from the first call.
   *
   * @throws IllegalStateException if it cannot be called so; with the reason
   */
  FloatCrossings ready(NativeFunction function) {
    if (!small.prepare(function)) {
      throw new IllegalStateException("the crossing foreign is not available: " + Foreign.reason());
    }
    return this;
  }

  /** The way for a call of so many elements. */
  FloatCrossing at(long work) {
    if (work > limit) {
      return JNI;
    }
    int before = left;
    if (before > 0) {
      left = before - 1;
      if (before == 1) {
        many.accept(this);
      }
    }
    return small;
  }
}
