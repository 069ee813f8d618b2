package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.List;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.dispatch.measure.BareFloatKernels;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.Profiles;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.Provider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RouteTest {
  @BeforeAll
  static void vectorIsHere() {
    Availability<Backend> vector = Environment.current().vector();
    assumeTrue(vector.available(), vector::sentence);
  }

  /** Vector is the fastest at every size, scalar takes {@code scalarNanos} per element. */
  private static Kernels kernels(String warmup, double scalarNanos) {
    Environment machine = Environment.current();
    int bits = machine.laneBits(0);
    Profile profile =
        new Profile(
            Environment.VERSION, Instant.EPOCH, machine.cpu().key(), machine.jdk(), "", bits);
    String vector = Profile.column(Candidate.VECTOR, bits);
    for (Kernel kernel : Kernel.values()) {
      profile.put(kernel, float.class, 1024, "scalar", scalarNanos);
      profile.put(kernel, float.class, 1024, vector, scalarNanos / 2);
    }
    Settings settings =
        Settings.of(
            name ->
                switch (name) {
                  case Settings.ISA -> "none";
                  case Settings.WARMUP -> warmup;
                  default -> null;
                });
    return new Kernels(
        new Chooser(settings, machine, new Profiles(profile, null, null, null), null));
  }

  private static List<Candidate> used(Kernels kernels) {
    return kernels.used().stream().map(Kernels.Choice::candidate).toList();
  }

  private static void step(Provider<FloatStepKernel> steps, float[][] a) {
    FloatStep call = new FloatStep(Kernel.ADAM, a[0].length).param(a[0], 0).gradient(a[1], 0);
    call.state(0, a[2], 0).state(1, a[3], 0).weightDecay(0.01f);
    float[] scalars = {0.1f, 0.999f, 0.001f, 0.01f, 1, 1e-8f, 1};
    for (int i = 0; i < scalars.length; i++) {
      call.scalar(i, scalars[i]);
    }
    steps.of(Kernel.ADAM).step(call, 0, a[0].length);
  }

  private static float[][] arrays() {
    float[][] arrays = new float[4][1000];
    for (int i = 0; i < 1000; i++) {
      arrays[0][i] = i - 500;
      arrays[1][i] = (i * 7 % 100 - 50) * 0.01f;
    }
    return arrays;
  }

  @Test
  @Timeout(120)
  void theVectorKernelTakesOverWithTheSameBits() throws InterruptedException {
    // 50 µs of regret a call: a warm-up after a hundred calls.
    Kernels kernels = kernels("background", 100);
    Provider<FloatStepKernel> scalar = BareFloatKernels.of(Candidate.SCALAR).steps();
    float[][] a = arrays();
    float[][] b = arrays();
    int steps = 0;
    while (!used(kernels).contains(Candidate.VECTOR)) {
      step(kernels.floats().steps(), a);
      step(scalar, b);
      steps++;
      if (steps % 200 == 0) {
        Thread.sleep(1);
      }
    }
    for (int i = 0; i < 20; i++) {
      step(kernels.floats().steps(), a);
      step(scalar, b);
    }
    assertTrue(steps > 1, "the substitute was never used");
    assertEquals(List.of(Candidate.SCALAR, Candidate.VECTOR), used(kernels));
    for (int i = 0; i < a.length; i++) {
      assertArrayEquals(b[i], a[i]);
    }
    assertEquals("vector", kernels.chosen(Kernel.ADAM, float.class, 1000));
  }

  @Test
  void aFewCallsWarmNothingUp() {
    Kernels kernels = kernels("background", 1);
    float[][] a = arrays();
    for (int i = 0; i < 100; i++) {
      step(kernels.floats().steps(), a);
    }
    assertEquals(List.of(Candidate.SCALAR), used(kernels));
    assertTrue(kernels.used().getFirst().why().contains("until"));
  }

  @Test
  void withoutWarmupTheVectorKernelRunsAtOnce() {
    Kernels kernels = kernels("none", 1);
    step(kernels.floats().steps(), arrays());
    assertEquals(List.of(Candidate.VECTOR), used(kernels));
  }

  @Test
  void aForcedBackendIsNeverSubstituted() {
    Kernels kernels = Kernels.of(Backend.VECTOR);
    kernels.doubleArrays().sum(new double[100], 0, 100);
    assertFalse(used(kernels).isEmpty());
    assertTrue(used(kernels).stream().allMatch(Candidate.VECTOR::equals));
  }
}
