package org.gradcore.kernel;

/**
 * A map, on one backend: {@code y_i = f(x_i)}, with a number in some and the old {@code y_i} in
 * others. The rules are in {@code org.gradcore.kernel.rule}, each with its formula, operation by
 * operation, so that every backend gives the same bits. {@code fma(a, b, c)} is {@code a*b + c}
 * rounded once; exp, log, … are gradcore's own polynomials.
 */
public interface FloatMapKernel {
  /**
   * Maps the elements of a range; several ranges give the same bits as the whole. Backends do not
   * check their arguments, the kernels of {@code dispatch} do, by {@link #check}.
   *
   * @param alpha the rule's number; anything if it has none
   * @param x the arguments, which are only read
   * @param xOffset where they begin
   * @param y the results. It may be the same range as x where the rule does not update it, and must
   *     not overlap otherwise
   * @param yOffset where they begin
   * @param length number of elements
   */
  void map(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length);

  /**
   * Checks the arguments of a call.
   *
   * @param updates whether the rule updates y
   * @param x as in {@link #map}
   * @param xOffset as in {@link #map}
   * @param y as in {@link #map}
   * @param yOffset as in {@link #map}
   * @param length as in {@link #map}
   * @throws NullPointerException if an array is missing
   * @throws IndexOutOfBoundsException if an array is too short
   * @throws IllegalArgumentException if the length is negative or arrays overlap
   */
  static void check(boolean updates, float[] x, int xOffset, float[] y, int yOffset, int length) {
    Checks.count("length", length);
    Checks.notNull("x", x);
    Checks.range("x", x.length, xOffset, length);
    Checks.notNull("y", y);
    Checks.range("y", y.length, yOffset, length);
    if (updates) {
      Checks.disjoint("y", y, yOffset, length, "x", x, xOffset, length);
    } else {
      Checks.disjointOrSame("y", y, yOffset, "x", x, xOffset, length);
    }
  }
}
