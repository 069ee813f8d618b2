package org.gradcore.dispatch.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much the current thread has allocated. Vector kernels box their vectors until C2 has compiled
 * them, and not after: that tells the two apart on a busy machine, too, where times do not.
 */
final class Allocation {
  /** A JVM may have been made without the module. */
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.management").isPresent();

  private Allocation() {}

  /** Bytes since the thread began; always 0 where the JVM does not count them. */
  static long bytes() {
    return PRESENT ? Counter.bytes() : 0;
  }

  /** Its class is needed only where the module is. */
  private static final class Counter {
    private static final ThreadMXBean THREADS = find();

    private static ThreadMXBean find() {
      return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
              && threads.isThreadAllocatedMemorySupported()
              && threads.isThreadAllocatedMemoryEnabled()
          ? threads
          : null;
    }

    static long bytes() {
      return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
    }
  }
}
