package org.gradcore.dispatch.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuTest {
  @Test
  void readsX86() {
    Cpu cpu =
        Cpu.ofCpuInfo(
            """
            processor\t: 0
            vendor_id\t: AuthenticAMD
            cpu family\t: 25
            model\t\t: 17
            model name\t: AMD EPYC 9554
            stepping\t: 1
            flags\t\t: fpu sse4_2 avx avx2 fma avx512f fpu

            processor\t: 1
            model name\t: another
            """,
            "amd64");
    assertEquals("AMD EPYC 9554", cpu.name());
    assertEquals("AuthenticAMD 25/17/1", cpu.id());
    assertEquals(List.of("sse4_2", "avx", "avx2", "fma", "avx512f"), cpu.features());
  }

  @Test
  void readsArm() {
    Cpu cpu =
        Cpu.ofCpuInfo(
            "processor : 0\nFeatures : fp asimd sve\nCPU implementer : 0x41\nCPU part : 0xd40\n"
                + "CPU variant : 0x1\n",
            "aarch64");
    assertEquals("aarch64 0x41 0xd40/0x1", cpu.name());
    assertEquals(List.of("asimd", "fp", "sve"), cpu.features());
  }

  @Test
  void readsMacAndWindows() {
    Cpu mac =
        Cpu.ofSysctl(
            "machdep.cpu.brand_string: Apple M2\nhw.optional.AdvSIMD: 1\nhw.optional.avx512f: 0",
            "aarch64");
    assertEquals(new Cpu("Apple M2", "aarch64", List.of("advsimd")), mac);
    Cpu windows =
        Cpu.ofEnvironment(
            Map.of("PROCESSOR_IDENTIFIER", "Intel64 Family 6", "PROCESSOR_REVISION", "a505"),
            "amd64");
    assertEquals(new Cpu("Intel64 Family 6", "amd64 a505", List.of()), windows);
  }

  @Test
  void unknownTextsNameNoProcessor() {
    assertNull(Cpu.ofCpuInfo("", "amd64"));
    assertNull(Cpu.ofCpuInfo(":\n::\nvendor", "amd64"));
    assertNull(Cpu.ofSysctl("sysctl: unknown oid", "amd64"));
    assertNull(Cpu.ofEnvironment(Map.of(), "amd64"));
  }

  @Test
  void thisProcessorHasAName() {
    assertFalse(Cpu.current().name().isEmpty());
    assertEquals(Cpu.current(), Cpu.current());
  }
}
