package org.gradcore.dispatch.measure;

/** Is told how far a calibration has come. */
@FunctionalInterface
public interface CalibrationListener {
  /**
   * Called before each step, and once at the end with {@code done == total}.
   *
   * @param done steps that are done
   * @param total all steps
   * @param step what is measured next, e.g. {@code adam float}
   */
  void progress(int done, int total, String step);
}
