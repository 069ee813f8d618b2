package org.gradcore.dispatch;

import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.FlightRecorder;
import org.gradcore.dispatch.profile.SizeBuckets;
import org.gradcore.kernel.Kernel;

/** Writes the dispatcher's decisions into a flight recording, if the JVM makes one. */
final class ChoiceRecorder {
  private ChoiceRecorder() {}

  /** The dispatcher has decided where the calls of a variant and a bucket of sizes go. */
  static void record(
      Kernel kernel, Class<?> element, int bucket, int variant, Candidate candidate, String why) {
    if (!FlightRecorder.present()) {
      return;
    }
    ChoiceEvent event = new ChoiceEvent();
    if (event.isEnabled()) {
      event.kernel = kernel.id();
      event.element = element.getName();
      event.smallestSize = SizeBuckets.smallest(bucket);
      event.largestSize = SizeBuckets.largest(bucket);
      event.variant = variant;
      event.candidate = candidate.id();
      event.why = why;
      event.commit();
    }
  }
}
