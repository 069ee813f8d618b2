package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

class CalibratorTest {
  /** Calibrates one kernel and prints the profile. */
  static final class Main {
    public static void main(String[] args) throws Exception {
      List<String> steps = new ArrayList<>();
      Calibrator calibrator =
          new Calibrator(
              Calibrator.Mode.QUICK,
              List.of(Kernel.SUM),
              (done, total, step) -> steps.add(done + "/" + total));
      Profile profile = calibrator.run();
      System.out.println("steps=" + String.join(" ", steps));
      System.out.println("json=" + ProfileFile.toJson(profile).replace('\n', ' '));
      System.out.println(
          "columns="
              + Kernels.environment().vector().available()
              + " "
              + Environment.maxLaneBits());
    }
  }

  @Test
  void measuresEveryCandidateAndWidth() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(Main.class, true, List.of(ChildJvm.VECTOR, ChildJvm.NATIVE_ACCESS));
    assertEquals(0, result.status(), result.toString());
    Profile profile = ProfileFile.fromJson(new StringReader(result.value("json")));
    assertEquals(Kernels.environment().cpu().key(), profile.cpu());
    assertEquals(Kernels.environment().jdk(), profile.jdk());
    assertEquals("quick", profile.mode());

    Set<String> expected = new TreeSet<>();
    expected.add("scalar");
    if (result.value("columns").startsWith("true")) {
      int widest = Integer.parseInt(result.value("columns").substring(5));
      expected.add("vector-" + Math.min(256, widest));
      expected.add("vector-" + widest);
    }
    if (Kernels.environment().library().available()) {
      for (Isa isa : Isa.values()) {
        if (isa != Isa.NONE && Kernels.environment().supports(isa)) {
          expected.add("openblas-" + isa.id());
        }
      }
    }
    for (Class<?> element : Kernels.ELEMENTS) {
      assertFalse(profile.sizes(Kernel.SUM, element).isEmpty());
      profile
          .sizes(Kernel.SUM, element)
          .forEach((size, columns) -> assertEquals(expected, columns.keySet(), "size " + size));
    }
    String steps = result.value("steps");
    int total = Integer.parseInt(steps.substring(steps.indexOf('/') + 1, steps.indexOf(' ')));
    assertTrue(steps.endsWith(total + "/" + total), steps);
    assertEquals(total + 1, steps.split(" ").length, steps);
    assertTrue(
        expected.stream().filter(c -> c.startsWith("vector")).collect(Collectors.toSet()).isEmpty()
            || expected.contains("vector-" + profile.vectorBits()));
  }
}
