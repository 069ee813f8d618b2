package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  @Test
  void loadsOrSaysWhyItWasLeftOut() throws Exception {
    NativeLibrary.Status status = NativeLibrary.load();
    assertSame(status, NativeLibrary.load());
    boolean leftOut = Native.class.getResource(Loader.getPlatform() + "/left-out.txt") != null;
    if (leftOut) {
      assertFalse(status.loaded());
      assertTrue(status.reason().toLowerCase(Locale.ROOT).contains("build again"), status.reason());
    } else {
      assertTrue(status.loaded(), () -> status.reason() + " " + status.cause());
      assertNotNull(status.file());
      // Not the constant itself, of which javac keeps a copy in this class until that is compiled.
      int abi = Native.class.getField("ABI").getInt(null);
      assertEquals(abi, Native.gradcore_abi());
      assertTrue(Native.gradcore_openblas_config().contains("OpenBLAS"));
    }
  }

  @Test
  void theLicencesAreInBothJars() throws IOException {
    for (String name :
        List.of(
            "LICENSE",
            "NOTICE",
            "licenses/OpenBLAS.txt",
            "licenses/GPL-3.0.txt",
            "licenses/LGPL-2.1.txt",
            "licenses/GCC-exception-3.1.txt")) {
      List<String> roots =
          Collections.list(Native.class.getClassLoader().getResources("META-INF/" + name)).stream()
              .map(URL::getPath)
              .filter(path -> path.contains("presets"))
              .toList();
      assertEquals(2, roots.size(), name + " is in " + roots);
    }
  }

  @Test
  void onlySupportedInstructionSetsAreServed() {
    if (!NativeLibrary.load().loaded()) {
      return;
    }
    int best = Native.gradcore_best_isa();
    assertEquals(best != Native.ISA_NONE ? 1 : 0, Native.gradcore_isa_supported(best));
    for (int isa : new int[] {Integer.MIN_VALUE, -1, Native.ISA_NONE, 4, Integer.MAX_VALUE}) {
      assertEquals(0, Native.gradcore_isa_supported(isa));
    }
  }
}
