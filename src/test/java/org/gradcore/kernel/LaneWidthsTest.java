package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.VectorShape;
import org.gradcore.kernel.vector.Lanes;
import org.gradcore.testing.BackendDigests;
import org.gradcore.testing.Backends;
import org.gradcore.testing.DoubleBackend;
import org.gradcore.testing.FloatBackend;
import org.gradcore.testing.Seeds;
import org.gradcore.testing.TestJvm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector backend gives the scalar backend's bits at every lane width, and so does the
 * dispatcher with lane width and instruction set capped. Both are fixed for a JVM, so each runs in
 * a JVM of its own and hashes of its results are compared.
 */
class LaneWidthsTest {
  private static final long SEED = Seeds.of(LaneWidthsTest.class);

  private static List<String> expected;

  /** Loaded only when the vector module is there. */
  private static final class Widest {
    static final int BITS = VectorShape.S_Max_BIT.vectorBitSize();
  }

  @ParameterizedTest(name = "{0} bits")
  @ValueSource(ints = {128, 256, 512})
  void sameBitsAsScalar(int bits) throws Exception {
    Backends.check("vector", true, Backends.vectorReason());
    if (bits > Widest.BITS) {
      String reason = "the widest vector of this CPU has " + Widest.BITS + " bits";
      Backends.check("vector with " + bits + " bits", false, reason);
    }
    compare(bits, digests("vector", "-D" + Lanes.PROPERTY + "=" + bits));
  }

  @ParameterizedTest(name = "isa {0}")
  @ValueSource(strings = {"none", "avx2", "avx512", "neon"})
  void sameBitsThroughTheCappedDispatcher(String isa, @TempDir Path folder) throws Exception {
    Backends.check("vector", true, Backends.vectorReason());
    List<String> actual =
        digests(
            "dispatched",
            "-D" + Lanes.PROPERTY + "=128",
            "-Dgradcore.isa=" + isa,
            "-Dgradcore.profile=" + folder.resolve("none.json"));
    compare(128, actual);
  }

  private static void compare(int bits, List<String> actual) {
    assertEquals(Integer.toString(bits), actual.removeFirst(), "lane width of the child JVM");
    if (expected == null) {
      expected = BackendDigests.lines(FloatBackend.scalar(), DoubleBackend.scalar(), SEED);
    }
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      if (!expected.get(i).equals(actual.get(i))) {
        fail(
            String.format(
                "at %d bits another result than scalar: expected %s, was %s; %s",
                bits, expected.get(i), actual.get(i), Seeds.rerun(SEED)));
      }
    }
    assertEquals(expected.size(), actual.size(), "number of calls");
  }

  private static List<String> digests(String backend, String... properties) throws Exception {
    List<String> arguments = List.of(backend, Long.toString(SEED));
    TestJvm.Result result =
        TestJvm.run(BackendDigests.class, List.of(properties), arguments, Duration.ofSeconds(120));
    assertEquals(0, result.status(), result.err());
    return new ArrayList<>(result.out().lines().toList());
  }
}
