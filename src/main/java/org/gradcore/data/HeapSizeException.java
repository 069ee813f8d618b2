package org.gradcore.data;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/**
 * Data, or what is to be made of them, that the heap of this JVM does not hold. The message is one
 * line that says how much is needed.
 */
public final class HeapSizeException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private static final double GIBI = 1 << 30;

  /** See {@link #needed}. */
  private final long needed;

  /**
   * For what needs more memory than there is.
   *
   * @param what what needs it, such as {@code a.svm: 1000000000 features}
   * @param needed how many bytes it needs, about
   */
  public HeapSizeException(String what, long needed) {
    super(
        String.format(
            Locale.ROOT,
            "%s: about %s of memory needed, and the heap is limited to %s",
            what,
            text(needed),
            text(Runtime.getRuntime().maxMemory())));
    this.needed = needed;
  }

  private static String text(long bytes) {
    return bytes < GIBI
        ? String.format(Locale.ROOT, "%d MiB", bytes >> 20)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIBI);
  }

  /** {@return how many bytes of heap are needed, about} */
  public long needed() {
    return needed;
  }

  /**
   * Checks a need that is known before anything is allocated.
   *
   * @param what what needs the memory
   * @param bytes how many bytes it needs at least
   * @throws HeapSizeException if the heap cannot grow so far
   */
  public static void require(String what, long bytes) throws HeapSizeException {
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw new HeapSizeException(what, bytes);
    }
  }
}
