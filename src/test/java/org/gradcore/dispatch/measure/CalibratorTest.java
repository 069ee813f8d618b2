package org.gradcore.dispatch.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Isa;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.ProfileFile;
import org.gradcore.kernel.Kernel;
import org.gradcore.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratorTest {
  /** Calibrates one kernel and writes the profile. */
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
      ProfileFile.write(profile, Path.of(args[0]));
      System.out.println(
          "columns="
              + Environment.current().vector().available()
              + " "
              + Environment.maxLaneBits());
    }
  }

  @TempDir Path folder;

  @Test
  void measuresEveryCandidateAndWidth() throws Exception {
    Path file = folder.resolve("profile.json");
    ProcessBuilder builder =
        ChildJvm.builder(Main.class, true, List.of(ChildJvm.VECTOR, ChildJvm.NATIVE_ACCESS));
    builder.command().add(file.toString());
    ChildJvm.Result result = ChildJvm.finish(ChildJvm.start(builder));
    assertEquals(0, result.status(), result.toString());
    Profile profile = ProfileFile.read(file);
    assertEquals(Environment.current().cpu().key(), profile.cpu());
    assertEquals(Environment.current().jdk(), profile.jdk());
    assertEquals("quick", profile.mode());

    Set<String> expected = new TreeSet<>();
    expected.add("scalar");
    if (result.value("columns").startsWith("true")) {
      int widest = Integer.parseInt(result.value("columns").substring(5));
      expected.add("vector-" + Math.min(256, widest));
      expected.add("vector-" + widest);
    }
    if (Environment.current().library().available()) {
      for (Isa isa : Isa.values()) {
        if (isa != Isa.NONE && Environment.current().supports(isa)) {
          expected.add("openblas-" + isa.id());
        }
      }
    }
    for (Class<?> element : Kernel.ELEMENTS) {
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
