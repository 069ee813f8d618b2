package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gradcore.testing.Backends;
import org.gradcore.testing.Seeds;
import org.gradcore.testing.Soak;
import org.gradcore.testing.TestJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight threads at once get the bits that one gets, whatever the garbage collector moves meanwhile:
 * see {@link Soak}. A few seconds for each collector, five minutes with {@code -Dgradcore.long}.
 */
class SoakTest {
  private static final long SEED = Seeds.of(SoakTest.class);
  private static final boolean LONG = Boolean.getBoolean("gradcore.long");

  @ParameterizedTest
  @ValueSource(strings = {"G1", "Serial", "Parallel", "Z"})
  void sameBitsOnEightThreads(String collector) throws Exception {
    String seconds = LONG ? "300" : "5";
    List<String> options = new ArrayList<>();
    options.add("-XX:+Use" + collector + "GC");
    options.add("-Xmx256m");
    options.add("-XX:+ErrorFileToStdout");
    options.add("-D" + Backends.REQUIRE + "=" + System.getProperty(Backends.REQUIRE, ""));
    TestJvm.Result result =
        TestJvm.run(
            Soak.class,
            options,
            List.of(seconds, Long.toString(SEED)),
            Duration.ofSeconds(LONG ? 900 : 300));
    String said = result.out() + result.err();
    if (said.contains("not supported") && said.contains("Could not create the Java Virtual")) {
      String message = "NOT TESTED: this JVM has no collector " + collector;
      System.err.println("WARNING: " + message);
      abort(message);
    }
    assertEquals(0, result.status(), () -> said + Seeds.rerun(SEED));
    System.out.println(collector + ": " + result.out().replace("\n", " "));
    assertTrue(value(said, "calls") >= value(said, "distinct"), said);
    assertTrue(value(said, "collections") >= 10, said);
  }

  private static long value(String out, String name) {
    return out.lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in\n" + out));
  }
}
