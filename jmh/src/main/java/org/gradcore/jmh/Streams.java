package org.gradcore.jmh;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Reads the arrays that kernels of both element types have: indices, and double accumulators. */
final class Streams {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  private Streams() {}

  /** A number that cannot be had without reading all of the range. */
  static int sum(int[] x, int offset, int length) {
    int lanes = INTS.length();
    IntVector a = IntVector.zero(INTS);
    IntVector b = a;
    int i = 0;
    for (; i <= length - 2 * lanes; i += 2 * lanes) {
      a = a.add(IntVector.fromArray(INTS, x, offset + i));
      b = b.add(IntVector.fromArray(INTS, x, offset + i + lanes));
    }
    int tail = a.add(b).lane(0);
    for (; i < length; i++) {
      tail += x[offset + i];
    }
    return tail;
  }

  /** A number that cannot be had without reading all of the range. */
  static double sum(double[] x, int offset, int length) {
    int lanes = DOUBLES.length();
    DoubleVector a = DoubleVector.zero(DOUBLES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= length - 4 * lanes; i += 4 * lanes) {
      a = a.add(DoubleVector.fromArray(DOUBLES, x, offset + i));
      b = b.add(DoubleVector.fromArray(DOUBLES, x, offset + i + lanes));
      c = c.add(DoubleVector.fromArray(DOUBLES, x, offset + i + 2 * lanes));
      d = d.add(DoubleVector.fromArray(DOUBLES, x, offset + i + 3 * lanes));
    }
    double tail = a.add(b).add(c.add(d)).lane(0);
    for (; i < length; i++) {
      tail += x[offset + i];
    }
    return tail;
  }
}
