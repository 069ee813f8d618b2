package org.gradcore.dispatch.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Options of the running HotSpot JVM; a class of its own, since the module may be left out. */
final class VmOptions {
  private static final HotSpotDiagnosticMXBean BEAN =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

  private VmOptions() {}

  /** The option's value, or null if this JVM does not have it. */
  static String get(String name) {
    try {
      return BEAN == null ? null : BEAN.getVMOption(name).getValue();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
