package org.gradcore.jmh;

/**
 * One line of what a measuring JVM reports.
 *
 * @param contestant the contestant's id
 * @param kernel the kernel's id
 * @param element {@code float} or {@code double}
 * @param size the nominal size
 * @param elements the elements of the call, as the dispatcher counts them
 * @param bytes what the call has to read and write
 * @param nanos median time of a call
 * @param chosen what the dispatcher chose, else null
 * @param why what its choice rests on, else null
 * @param failure why a peer has no time here, else null
 */
record Measurement(
    String contestant,
    String kernel,
    String element,
    int size,
    long elements,
    long bytes,
    double nanos,
    String chosen,
    String why,
    String failure) {

  /** A case that a peer failed in. */
  static Measurement failed(
      String contestant, String kernel, String element, int size, String failure) {
    return new Measurement(contestant, kernel, element, size, 0, 0, 0, null, null, failure);
  }
}
