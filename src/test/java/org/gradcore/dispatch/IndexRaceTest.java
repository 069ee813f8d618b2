package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcore.testing.Backends;
import org.gradcore.testing.ChildJvm;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another thread writes bad indices during calls of the kernels, in a JVM of its own: the JVM lives
 * on, and nothing but the outputs' ranges changes.
 */
class IndexRaceTest {
  private static final long SEED = Seeds.of(IndexRaceTest.class);
  private static final String SECONDS = Boolean.getBoolean("gradcore.long") ? "20" : "2";

  static Stream<Arguments> races() {
    List<String> natives = new ArrayList<>();
    for (Backends.Isa isa : Backends.isas()) {
      natives.add(isa.name());
    }
    return Stream.of("columns", "rowPointers", "rows", "target")
        .flatMap(
            array ->
                Stream.concat(
                    Stream.of(
                        arguments(array, "auto", ""),
                        arguments(array, "vector", ""),
                        arguments(array, "scalar", "")),
                    natives.stream().map(isa -> arguments(array, "openblas", isa))));
  }

  @ParameterizedTest(name = "{0} on {1} {2}")
  @MethodSource("races")
  void nothingElseChanges(String array, String backend, String isa)
      throws IOException, InterruptedException {
    if (backend.equals("vector")) {
      Backends.check("vector", true, Backends.vectorReason());
    }
    if (backend.equals("openblas")) {
      Backends.check("openblas", true, Backends.nativeReason());
      for (Backends.Isa other : Backends.isas()) {
        if (other.name().equals(isa)) {
          Backends.check("openblas", false, other.reason());
        }
      }
    }
    List<String> options = new ArrayList<>(List.of(ChildJvm.VECTOR, ChildJvm.NATIVE_ACCESS));
    if (!isa.isEmpty()) {
      options.add("-Dgradcore.isa=" + isa);
    }
    ProcessBuilder builder = ChildJvm.builder(IndexRace.class, true, options);
    builder.command().addAll(List.of(array, backend, SECONDS, Long.toString(SEED)));
    ChildJvm.Result result = ChildJvm.finish(ChildJvm.start(builder));
    String what = array + " " + backend + " " + isa + "; " + Seeds.rerun(SEED) + "\n" + result;
    assertEquals(0, result.status(), what);
    assertTrue(Integer.parseInt(result.value("calls")) > 0, what);
    assertTrue(!result.value("refused").equals("{}"), "no call saw a bad index: " + what);
  }
}
