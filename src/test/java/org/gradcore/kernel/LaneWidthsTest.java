package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import jdk.incubator.vector.VectorShape;
import org.gradcore.kernel.vector.Lanes;
import org.gradcore.testing.Backends;
import org.gradcore.testing.DoubleBackend;
import org.gradcore.testing.DoubleDigests;
import org.gradcore.testing.FloatBackend;
import org.gradcore.testing.FloatDigests;
import org.gradcore.testing.Seeds;
import org.gradcore.testing.VectorDigests;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector backend gives the scalar backend's bits at every lane width. The width is fixed for a
 * JVM, so each width runs in a JVM of its own and hashes of its results are compared.
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
  void sameBitsAsScalar(int bits, @TempDir Path folder) throws Exception {
    Backends.check("vector", true, Backends.vectorReason());
    if (bits > Widest.BITS) {
      String reason = "the widest vector of this CPU has " + Widest.BITS + " bits";
      Backends.check("vector with " + bits + " bits", false, reason);
    }
    List<String> actual = vectorDigests(bits, folder);
    assertEquals(Integer.toString(bits), actual.removeFirst(), "lane width of the child JVM");
    List<String> digests = scalarDigests();
    for (int i = 0; i < Math.min(digests.size(), actual.size()); i++) {
      if (!digests.get(i).equals(actual.get(i))) {
        fail(
            String.format(
                "at %d bits another result than scalar: expected %s, was %s; %s",
                bits, digests.get(i), actual.get(i), Seeds.rerun(SEED)));
      }
    }
    assertEquals(digests.size(), actual.size(), "number of calls");
  }

  private static List<String> scalarDigests() {
    if (expected == null) {
      List<String> lines = new ArrayList<>();
      BiConsumer<String, Long> add =
          (call, digest) -> lines.add(Long.toHexString(digest) + " " + call);
      FloatDigests.forEach(FloatBackend.scalar(), SEED, add);
      DoubleDigests.forEach(DoubleBackend.scalar(), SEED, add);
      expected = lines;
    }
    return expected;
  }

  /** The test's class path; a launcher with a class loader of its own may hide it. */
  private static String classPath() throws URISyntaxException {
    StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
    for (Class<?> type : List.of(VectorDigests.class, Lanes.class)) {
      path.append(File.pathSeparator)
          .append(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return path.toString();
  }

  private static List<String> vectorDigests(int bits, Path folder)
      throws IOException, InterruptedException, URISyntaxException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Lanes.PROPERTY + "=" + bits,
                "-cp",
                classPath(),
                VectorDigests.class.getName(),
                Long.toString(SEED))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!child.waitFor(120, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      fail("the JVM with " + bits + " bits did not end within 120 s");
    }
    String errors = Files.readString(err, StandardCharsets.UTF_8);
    assertEquals(0, child.exitValue(), errors);
    return new ArrayList<>(Files.readAllLines(out, StandardCharsets.UTF_8));
  }
}
