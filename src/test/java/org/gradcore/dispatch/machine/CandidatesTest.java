package org.gradcore.dispatch.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final Cpu CPU = new Cpu("Test", "1", List.of("avx2"));

  @Test
  void isaCapMatrix() {
    Isa[][] machines = {{}, {Isa.AVX2}, {Isa.AVX2, Isa.AVX512}, {Isa.NEON}};
    String[] caps = {null, "none", "avx2", "avx512", "neon"};
    String[][] expected = {
      {"", "", "", "", ""},
      {"avx2", "", "avx2", "avx2", ""},
      {"avx2 avx512", "", "avx2", "avx2 avx512", ""},
      {"neon", "", "", "", "neon"},
    };
    for (int m = 0; m < machines.length; m++) {
      for (int c = 0; c < caps.length; c++) {
        Settings settings =
            caps[c] == null ? Machines.settings() : Machines.settings("gradcore.isa", caps[c]);
        Environment machine = Machines.of(CPU, "jdk", false, true, machines[m]);
        Candidates candidates = new Candidates(settings, machine, 0);
        List<String> found = new ArrayList<>();
        for (Candidate candidate : candidates.of(Kernel.ADAM)) {
          if (candidate.backend() == Backend.OPENBLAS) {
            found.add(candidate.isa().id());
          }
        }
        String name = List.of(machines[m]) + " capped at " + caps[c];
        assertEquals(expected[m][c], String.join(" ", found), name);
        Availability<Backend> openblas = candidates.availability().getLast();
        assertEquals(!found.isEmpty(), openblas.available(), name);
        for (Availability<Isa> isa : candidates.isas()) {
          assertEquals(isa.available(), isa.reason().isEmpty(), name);
        }
        if (m == 2 && c == 2) {
          assertTrue(candidates.isas().get(1).reason().contains("-Dgradcore.isa=avx2"));
        }
      }
    }
  }

  @Test
  void bothCrossingsAreSaidAndAForcedOneIsNeverReplaced() {
    Environment machine = Machines.of(CPU, "jdk", false, true, Isa.AVX2);
    assertEquals("[jni yes, foreign no]", crossings(machine, "auto"));
    assertEquals("[jni yes, foreign no]", crossings(machine, "jni"));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> crossings(machine, "foreign"));
    assertEquals(
        "the crossing foreign is not available: no linker. Take another JVM", e.getMessage());
    assertEquals(
        "[]", crossings(Machines.of(CPU, "jdk", false, false), "foreign"), "without a library");
  }

  private static String crossings(Environment machine, String setting) {
    Settings settings = Machines.settings("gradcore.crossing", setting);
    return new Candidates(settings, machine, 0)
        .crossings().stream()
            .map(c -> c.of().id() + (c.available() ? " yes" : " no"))
            .toList()
            .toString();
  }
}
