package org.gradcore.dispatch.machine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @Test
  void probesOfTheVectorBackend() {
    Map<String, String> c2 =
        Map.of("TieredStopAtLevel", "4", "MaxVectorSize", "64", "UseFMA", "true");
    assertTrue(Environment.probeVector(true, "mixed mode", c2::get).available());
    record Case(boolean module, String info, String option, String value, String reason) {}
    for (Case c :
        List.of(
            new Case(false, "mixed mode", "UseFMA", "true", "jdk.incubator.vector"),
            new Case(true, "interpreted mode, sharing", "UseFMA", "true", "-Xint"),
            new Case(true, "mixed mode, emulated-client", "UseFMA", "true", "C2"),
            new Case(true, "mixed mode", "TieredStopAtLevel", "3", "C2"),
            new Case(true, "mixed mode", "MaxVectorSize", null, "HotSpot"),
            new Case(true, "mixed mode", "UseJVMCICompiler", "true", "UseJVMCICompiler"),
            new Case(true, "mixed mode", "UseFMA", "false", "fused multiply-add"))) {
      Map<String, String> options = new HashMap<>(c2);
      options.put(c.option, c.value);
      Availability<Backend> found = Environment.probeVector(c.module, c.info, options::get);
      assertFalse(found.available(), c.toString());
      assertTrue(found.reason().contains(c.reason), found.toString());
      assertNotEquals("", found.remedy());
    }
  }

  @Test
  void callsByForeignNeedC2() {
    for (String info : List.of("interpreted mode, sharing", "mixed mode, emulated-client")) {
      Availability<Crossing> found = Environment.probeForeign(info, option -> null);
      assertFalse(found.available(), found.toString());
      assertNotEquals("", found.remedy());
    }
  }
}
