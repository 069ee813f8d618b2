package org.gradcore.dispatch.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void nothingIsForcedByDefault() {
    Settings settings = Settings.of(Map.<String, String>of()::get);
    assertNull(settings.backend());
    assertNull(settings.candidate());
    assertNull(settings.isaCap());
    assertNull(settings.profile());
    assertFalse(settings.reproducible());
    assertEquals(Crossing.AUTO, settings.crossing());
    assertTrue(settings.backgroundWarmup());
  }

  @Test
  void readsBackendsAndCandidates() {
    assertNull(Settings.of(Map.of("gradcore.backend", "auto")::get).backend());
    assertEquals(
        Backend.OPENBLAS, Settings.of(Map.of("gradcore.backend", "openblas")::get).backend());
    for (Candidate candidate : Candidate.ALL) {
      Settings settings = Settings.of(Map.of("gradcore.backend", candidate.id())::get);
      Candidate read =
          settings.candidate() != null
              ? settings.candidate()
              : new Candidate(settings.backend(), Isa.NONE, false);
      assertEquals(candidate, read);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gradcore.backend, cuda, 'auto, openblas, scalar, vector, openblas-avx2'",
    "gradcore.backend, VECTOR, 'auto, openblas, scalar, vector'",
    "gradcore.backend, '', 'auto, openblas, scalar, vector'",
    "gradcore.isa, sse2, 'none, avx2, avx512, neon'",
    "gradcore.crossing, ffm, 'auto, jni, foreign'",
    "gradcore.warmup, yes, 'background, none'",
    "gradcore.reproducible, maybe, 'true, false'",
  })
  void unknownValuesNameTheKnown(String property, String value, String known) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Settings.of(name -> name.equals(property) ? value : null));
    assertTrue(e.getMessage().contains(property), e.getMessage());
    assertTrue(e.getMessage().contains("\"" + value + "\""), e.getMessage());
    assertTrue(e.getMessage().contains(known), e.getMessage());
  }

  @Test
  void theVersionIsThatOfThePom() throws Exception {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    String artifact = "<artifactId>gradcore-parent</artifactId>";
    String rest = pom.substring(pom.indexOf(artifact) + artifact.length());
    String version = rest.substring(rest.indexOf("<version>") + 9, rest.indexOf("</version>"));
    assertEquals(version, Environment.VERSION);
  }
}
