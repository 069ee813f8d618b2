package org.gradcore.jmh;

/** A library that fits models, called as its own users call it. */
public interface Fitter {
  /**
   * The name in reports.
   *
   * @return e.g. {@code spark}
   */
  String id();

  /**
   * The version of the library.
   *
   * @return e.g. {@code 4.1.0}
   */
  String version();

  /**
   * Whether the library can minimize the objective of a problem.
   *
   * @param problem what would be fitted
   * @return null if it can, else the reason
   */
  String declines(FitProblem problem);

  /**
   * Brings the data into the library's own form. This is not timed.
   *
   * @param problem what is to be fitted
   * @return the fits of this problem
   */
  Fit prepare(FitProblem problem);

  /** The fits of one problem, from a quick and rough one to a long and exact one. */
  interface Fit {
    /**
     * How many settings there are.
     *
     * @return at least 1
     */
    int efforts();

    /**
     * What a setting is.
     *
     * @param effort from 0, the cheapest, to {@code efforts() - 1}
     * @return e.g. {@code tolerance 1e-6}
     */
    String setting(int effort);

    /**
     * Fits from the library's own starting point. This is timed.
     *
     * @param effort from 0, the cheapest, to {@code efforts() - 1}
     * @return the weights, class by class, then the intercepts; {@link FitProblem#parameters()}
     *     numbers
     */
    double[] run(int effort);
  }
}
