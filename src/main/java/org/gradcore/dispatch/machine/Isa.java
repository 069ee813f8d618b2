package org.gradcore.dispatch.machine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The instruction sets that the C++ kernels are compiled for. */
public enum Isa {
  /** None: not a C++ kernel. */
  NONE(0),
  /** x86-64 with AVX2 and FMA, 256 bits. */
  AVX2(1),
  /** x86-64 with AVX-512 F, BW, VL and DQ, 512 bits. */
  AVX512(2),
  /** AArch64, 128 bits. */
  NEON(3);

  private final int code;

  Isa(int code) {
    this.code = code;
  }

  /**
   * The number by which the native library knows the instruction set.
   *
   * @return the {@code isa} argument of every native kernel
   */
  public int code() {
    return code;
  }

  /**
   * The name in properties and profiles.
   *
   * @return {@code none}, {@code avx2}, {@code avx512} or {@code neon}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether this instruction set may be used when the largest allowed is {@code cap}. A cap of
   * another architecture allows nothing.
   *
   * @param cap the largest allowed instruction set, or null for no cap
   * @return whether the cap allows it
   */
  public boolean allowedBy(Isa cap) {
    if (cap == null) {
      return true;
    }
    return this == cap || (this == AVX2 && cap == AVX512);
  }

  static Isa parse(String id) {
    for (Isa isa : values()) {
      if (isa.id().equals(id)) {
        return isa;
      }
    }
    String known = Arrays.stream(values()).map(Isa::id).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        Settings.ISA + " = \"" + id + "\" is unknown; known: " + known);
  }
}
