package org.gradcore.dispatch.machine;

import java.util.function.Supplier;
import org.gradcore.presets.NativeLibrary;

/** Writes the load of the native library into a flight recording, if the JVM makes one. */
public final class FlightRecorder {
  /** A JVM may have been made without the module. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecorder() {}

  /**
   * Whether this JVM can make flight recordings: without, no class of an event may be touched.
   *
   * @return whether the module jdk.jfr is there
   */
  public static boolean present() {
    return PRESENT;
  }

  /** Times the load of the native library. */
  static Availability<Backend> nativeLibrary(Supplier<Availability<Backend>> load) {
    if (!PRESENT) {
      return load.get();
    }
    NativeLibraryEvent event = new NativeLibraryEvent();
    event.begin();
    Availability<Backend> library = load.get();
    event.end();
    event.loaded = library.available();
    event.file = library.available() ? NativeLibrary.load().file() : null;
    event.reason = library.available() ? null : library.reason();
    event.commit();
    return library;
  }
}
