package org.gradcore.jmh;

import org.gradcore.dispatch.measure.Workload;
import org.gradcore.kernel.Kernel;

/**
 * How far a benchmark's result may be from the scalar backend's: not at all, or, for BLAS and for
 * plain loops, which sum in an order of their own, by a multiple of the rounding errors. The bounds
 * rest on the data of {@link Workload}, where no number is larger than 1.
 *
 * @param element bound for an element of an array, relative to the larger of 1 and the element
 * @param sum bound for sums over all rows
 */
record Tolerance(double element, double sum) {
  /** The same bits. */
  static final Tolerance EXACT = new Tolerance(0, 0);

  /** Roundings in elementary functions and short formulas. */
  private static final double FEW = 32;

  /**
   * A float lane sums 64 elements of a block, a row block has 256 rows; the terms may be above 1.
   */
  private static final double SUM = 512;

  /** The bound for another order of summation. */
  static Tolerance summation(Kernel kernel, Class<?> element, Workload.Shape shape) {
    double u = element == float.class ? 0x1p-24 : 0x1p-53;
    boolean linear = kernel.family() == Kernel.Family.LINEAR && kernel != Kernel.FINISH_GRADIENT;
    if (!linear) {
      return new Tolerance(FEW * u, SUM * u * shape.elements() + oneByOne(shape.elements()));
    }
    // c·n·u·Σ|x||w|, where Σ|x||w| is at most the number of terms.
    double terms = (shape.stored() > 0 ? shape.stored() : shape.features()) + 1.0;
    double margin = 2 * (terms + 1) * u * terms;
    double perRow = 2 * margin + SUM * u;
    return new Tolerance(margin, shape.rows() * perRow + oneByOne(shape.rows()));
  }

  /** Of a plain loop that adds so many terms to one double, each at most 2. */
  private static double oneByOne(double terms) {
    return 2 * terms * terms * 0x1p-53;
  }

  boolean isExact() {
    return element == 0;
  }

  boolean element(double actual, double expected) {
    return close(actual, expected, element * Math.max(1, Math.abs(expected)));
  }

  boolean sum(double actual, double expected) {
    return close(actual, expected, sum);
  }

  private static boolean close(double actual, double expected, double bound) {
    return Double.compare(actual, expected) == 0 || Math.abs(actual - expected) <= bound;
  }
}
