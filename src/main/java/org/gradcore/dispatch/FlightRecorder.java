package org.gradcore.dispatch;

import java.util.function.Supplier;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.NativeLibrary;

/** Writes the events of the dispatcher into a flight recording, if the JVM makes one. */
final class FlightRecorder {
  /** A JVM may have been made without the module. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecorder() {}

  /** The dispatcher has decided where the calls of a variant and a bucket of sizes go. */
  static void choice(
      Kernel kernel, Class<?> element, int bucket, int variant, Candidate candidate, String why) {
    if (!PRESENT) {
      return;
    }
    ChoiceEvent event = new ChoiceEvent();
    if (event.isEnabled()) {
      event.kernel = kernel.id();
      event.element = element.getName();
      event.smallestSize = Route.smallest(bucket);
      event.largestSize = Route.largest(bucket);
      event.variant = variant;
      event.candidate = candidate.id();
      event.why = why;
      event.commit();
    }
  }

  /** Times the load of the native library. */
  static Availability nativeLibrary(Supplier<Availability> load) {
    if (!PRESENT) {
      return load.get();
    }
    NativeLibraryEvent event = new NativeLibraryEvent();
    event.begin();
    Availability library = load.get();
    event.end();
    event.loaded = library.available();
    event.file = library.available() ? NativeLibrary.load().file() : null;
    event.reason = library.available() ? null : library.reason();
    event.commit();
    return library;
  }
}
