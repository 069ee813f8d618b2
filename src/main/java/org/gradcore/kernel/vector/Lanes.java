package org.gradcore.kernel.vector;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The lane width of the vector backend, fixed when this class loads: a kernel that saw several
 * widths in one JVM would be ruined. It is the system property {@value #PROPERTY} (128, 256 or 512
 * bits, at most what the JVM supports here) or else the JVM's preferred width.
 */
public final class Lanes {
  /** The system property that sets the width in bits. */
  public static final String PROPERTY = "gradcore.vector.bits";

  /** The width in bits. */
  public static final int BITS = bits(System.getProperty(PROPERTY));

  private static final VectorShape SHAPE = VectorShape.forBitSize(BITS);

  static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Double> DOUBLE = VectorSpecies.of(double.class, SHAPE);
  static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, SHAPE);

  /**
   * At most 256 bits, for kernels that stream several arrays with little arithmetic: heap arrays
   * start 16 bytes into their object, so every 512-bit access crosses a cache line. Adam on 16K
   * floats took 0.39 ns per element with 512 bits and 0.32 with 256 (Zen 4).
   */
  private static final VectorShape STREAM_SHAPE = VectorShape.forBitSize(Math.min(BITS, 256));

  static final VectorSpecies<Float> FLOAT_STREAM = VectorSpecies.of(float.class, STREAM_SHAPE);
  static final VectorSpecies<Double> DOUBLE_STREAM = VectorSpecies.of(double.class, STREAM_SHAPE);

  private Lanes() {}

  private static int bits(String given) {
    if (given == null) {
      int preferred = VectorShape.preferredShape().vectorBitSize();
      return Math.clamp(preferred, 128, 512);
    }
    int supported = Math.clamp(VectorShape.S_Max_BIT.vectorBitSize(), 128, 512);
    for (int bits = 128; bits <= supported; bits *= 2) {
      if (given.equals(Integer.toString(bits))) {
        return bits;
      }
    }
    String allowed = supported == 128 ? "128" : supported == 256 ? "128 or 256" : "128, 256 or 512";
    throw new IllegalArgumentException(
        PROPERTY + " = \"" + given + "\" is not a lane width of this JVM; allowed: " + allowed);
  }
}
