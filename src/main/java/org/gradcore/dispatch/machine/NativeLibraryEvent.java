package org.gradcore.dispatch.machine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** In a flight recording: how long loading the native library took, and what came of it. */
@Name("org.gradcore.NativeLibrary")
@Label("Native Library Load")
@Category("gradcore")
@Description("The native library was looked for, unpacked if need be, and loaded")
final class NativeLibraryEvent extends Event {
  @Label("Loaded")
  boolean loaded;

  @Label("File")
  @Description("Where it was loaded from, or null")
  String file;

  @Label("Reason")
  @Description("Why it was not loaded, or null")
  String reason;
}
