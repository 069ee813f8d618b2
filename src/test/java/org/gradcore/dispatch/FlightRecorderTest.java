package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.kernel.Kernel;
import org.gradcore.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording holds of the dispatcher, made by a JVM as users start one. */
class FlightRecorderTest {
  /** Calls two kernels, the one at two sizes, and prints what was chosen. */
  static final class Main {
    public static void main(String[] args) {
      Kernels kernels = Kernels.dispatched();
      kernels.doubleArrays().sum(new double[100], 0, 100);
      kernels.doubleArrays().sum(new double[101], 0, 101);
      kernels.doubleArrays().sum(new double[5000], 0, 5000);
      kernels.floatArrays().absMax(new float[64], 0, 64);
      System.out.println("sum=" + kernels.chosen(Kernel.SUM, double.class, 5000));
    }
  }

  @TempDir Path folder;

  @Test
  void recordsEachDecisionOnceAndTheLibrary() throws Exception {
    Path recording = folder.resolve("run.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            Main.class,
            true,
            List.of(
                ChildJvm.VECTOR,
                ChildJvm.NATIVE_ACCESS,
                "-Dgradcore.warmup=none",
                "-XX:StartFlightRecording=filename=" + recording));
    assertEquals(0, result.status(), result.toString());
    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);

    List<RecordedEvent> choices = named(events, "org.gradcore.Choice");
    assertEquals(3, choices.size(), choices.toString());
    RecordedEvent last = choices.get(1);
    assertEquals("sum", last.getString("kernel"));
    assertEquals("double", last.getString("element"));
    assertEquals(4096, last.getLong("smallestSize"));
    assertEquals(8191, last.getLong("largestSize"));
    assertEquals(result.value("sum"), last.getString("candidate"));
    assertFalse(last.getString("why").isEmpty());
    assertEquals("absMax", choices.get(2).getString("kernel"));

    List<RecordedEvent> libraries = named(events, "org.gradcore.NativeLibrary");
    assertEquals(1, libraries.size(), libraries.toString());
    RecordedEvent library = libraries.getFirst();
    if (Environment.current().library().available()) {
      assertTrue(library.getBoolean("loaded"));
      assertNotNull(library.getString("file"));
      assertNull(library.getString("reason"));
      assertTrue(library.getDuration().toNanos() > 0);
    } else {
      assertFalse(library.getBoolean("loaded"));
      assertNotNull(library.getString("reason"));
    }
  }

  @Test
  void worksWithoutTheModule() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            Main.class,
            true,
            List.of(
                "--limit-modules=java.base,java.logging,java.management,jdk.management,"
                    + "jdk.incubator.vector",
                ChildJvm.VECTOR,
                ChildJvm.NATIVE_ACCESS));
    assertEquals(0, result.status(), result.toString());
    assertFalse(result.value("sum").isEmpty());
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}
