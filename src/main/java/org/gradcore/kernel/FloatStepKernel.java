package org.gradcore.kernel;

/** A rule of the shape {@link FloatStep}, on one backend. It does not check its arguments. */
public interface FloatStepKernel {
  /**
   * Updates a part of the elements of a call; several parts give the same bits as the whole.
   *
   * @param call the arguments
   * @param from the first element, counted from the offsets of the call
   * @param count how many elements
   */
  void step(FloatStep call, int from, int count);
}
