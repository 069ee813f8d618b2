package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** What a build fails for, and what is noise. */
class ChecksTest {
  private final Report.Builder builder = new Report.Builder(Reports.ALL);

  private void add(Contestant contestant, int size, String chosen, double... rounds) {
    Reports.add(builder, contestant, Kernel.ADAM, size, chosen, rounds);
  }

  private List<String> failures() {
    return Checks.failures(Reports.build(builder));
  }

  @Test
  void findsNothingInAGoodRun() {
    assertEquals(List.of(), Checks.failures(Reports.allKernels()));
  }

  @Test
  void findsASlowChoice() {
    add(Reports.VECTOR, 1024, null, 1400, 1300, 1500);
    add(Reports.AVX2, 1024, null, 1000, 1010, 1020);
    add(Reports.DISPATCH, 1024, "vector", 1400, 1300, 1500);
    List<String> failures = failures();
    assertEquals(1, failures.size(), failures.toString());
    assertTrue(
        failures
            .getFirst()
            .contains("adam, 1024 floats: the dispatcher chose vector (profile), which takes 1.39"),
        failures.getFirst());
  }

  @Test
  void findsADispatcherThatDoesNotCallWhatItChose() {
    add(Reports.VECTOR, 1024, null, 1000, 1010, 1020);
    add(Reports.DISPATCH, 1024, "vector", 2400, 2300, 2500);
    List<String> failures = failures();
    assertEquals(1, failures.size(), failures.toString());
    assertTrue(failures.getFirst().endsWith("when called through the dispatcher"));
  }

  @Test
  void theJvmOfTheDispatcherMayBeSlower() {
    add(Reports.VECTOR, 1024, null, 1000, 1010, 1020);
    add(Reports.DISPATCH, 1024, "vector", 1800, 1700, 1900);
    assertEquals(List.of(), failures());
  }

  @Test
  void overlappingRangesAreNoise() {
    add(Reports.VECTOR, 1024, null, 1400, 1300, 1500);
    add(Reports.AVX2, 1024, null, 1000, 1010, 1350);
    add(Reports.DISPATCH, 1024, "vector", 1400, 1300, 1500);
    assertEquals(List.of(), failures());
  }

  @Test
  void aFewNanosecondsAreNoise() {
    add(Reports.VECTOR, 16, null, 60, 61, 62);
    add(Reports.AVX2, 16, null, 20, 21, 22);
    add(Reports.DISPATCH, 16, "vector", 65, 66, 67);
    assertEquals(List.of(), failures());
  }

  @Test
  void findsLostVectorization() {
    add(Reports.STREAM, 4096, null, 500, 500, 500);
    add(Reports.SCALAR, 4096, null, 8000, 8100, 8200);
    add(Reports.VECTOR, 4096, null, 1500, 1500, 1500);
    add(Reports.AVX2, 4096, null, 7900, 8000, 8100);
    List<String> failures = failures();
    assertEquals(
        List.of(
            "adam, 4096 floats: openblas-avx2 has lost its vectorization, it takes 0.99 times as"
                + " long as scalar"),
        failures);
  }

  @Test
  void whereTheMemoryIsTheLimitNothingIsLost() {
    add(Reports.STREAM, 4096, null, 5000, 5000, 5000);
    add(Reports.SCALAR, 4096, null, 8000, 8100, 8200);
    add(Reports.VECTOR, 4096, null, 8000, 8100, 8200);
    assertEquals(List.of(), failures());
  }
}
