package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  @Test
  void loadsOrSaysWhyItWasLeftOut() {
    NativeLibrary.Status status = NativeLibrary.load();
    assertSame(status, NativeLibrary.load());
    boolean leftOut = Native.class.getResource(Loader.getPlatform() + "/left-out.txt") != null;
    if (leftOut) {
      assertFalse(status.loaded());
      assertTrue(status.reason().toLowerCase(Locale.ROOT).contains("build again"), status.reason());
    } else {
      assertTrue(status.loaded(), () -> status.reason() + " " + status.cause());
      assertNotNull(status.file());
      assertEquals(Native.ABI, Native.gradcore_abi());
      assertTrue(Native.gradcore_openblas_config().contains("OpenBLAS"));
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
