package org.gradcore.testing;

/**
 * One array argument of a kernel call: a range with guard zones before and after it.
 *
 * @param <A> array type
 */
public abstract class Slot<A> {
  /** What the kernel may do with the range. */
  public enum Role {
    /** Read only. */
    INPUT,
    /** Read and written. */
    UPDATED,
    /** Written only: its content before the call must not matter. */
    OUTPUT,
    /** Its content after the call means nothing. */
    SCRATCH
  }

  private final String name;
  private final Role role;
  private final int index;
  private final int offset;
  private final int length;
  private final A pristine;

  Slot(String name, Role role, int index, int offset, int length, A pristine) {
    this.name = name;
    this.role = role;
    this.index = index;
    this.offset = offset;
    this.length = length;
    this.pristine = pristine;
  }

  /** Offset of the element {@code from} of the range, 0 for an array that is not given. */
  static int at(Slot<?> slot, int from) {
    return slot == null ? 0 : slot.offset + from;
  }

  final int index() {
    return index;
  }

  final int offset() {
    return offset;
  }

  final int length() {
    return length;
  }

  final Role role() {
    return role;
  }

  final String name() {
    return name;
  }

  final A pristine() {
    return pristine;
  }

  abstract A copy();

  abstract int arrayLength(A array);

  /** Bits of an element with all NaNs made equal. */
  abstract long bits(A array, int i);

  abstract long rawBits(A array, int i);

  abstract String text(A array, int i);

  private boolean mayChange(int i) {
    return role != Role.INPUT && i >= offset && i < offset + length;
  }

  /** Says what was written that must not be written, or null. */
  final String violation(A array) {
    for (int i = 0; i < arrayLength(array); i++) {
      if (!mayChange(i) && rawBits(array, i) != rawBits(pristine, i)) {
        String where =
            i < offset
                ? (offset - i) + " before the range"
                : i >= offset + length
                    ? (i - offset - length) + " after the range"
                    : "element " + (i - offset) + ", read only";
        return String.format(
            "%s: written at %s: %s became %s", name, where, text(pristine, i), text(array, i));
      }
    }
    return null;
  }

  /** Says where the range differs from the expected one, or null. */
  final String difference(A expected, A actual) {
    if (role == Role.INPUT || role == Role.SCRATCH) {
      return null;
    }
    int count = 0;
    String first = null;
    for (int i = offset; i < offset + length; i++) {
      if (bits(expected, i) != bits(actual, i)) {
        if (count == 0) {
          first =
              String.format(
                  "element %d of %d: expected %s, was %s, before %s",
                  i - offset, length, text(expected, i), text(actual, i), text(pristine, i));
        }
        count++;
      }
    }
    return count == 0 ? null : name + ": " + count + " elements differ; " + first;
  }

  /** Hash of the array, without what means nothing. */
  final long digest(long hash, A array) {
    for (int i = 0; i < arrayLength(array); i++) {
      if (role != Role.SCRATCH || !mayChange(i)) {
        hash = Seeds.derive(hash ^ bits(array, i), i);
      }
    }
    return hash;
  }

  /** Accumulators of gradients: double for every element type. */
  public static final class Accumulators extends Slot<double[]> {
    Accumulators(String name, Role role, int index, int offset, int length, double[] pristine) {
      super(name, role, index, offset, length, pristine);
    }

    @Override
    double[] copy() {
      return pristine().clone();
    }

    @Override
    int arrayLength(double[] array) {
      return array.length;
    }

    @Override
    long bits(double[] array, int i) {
      return Double.doubleToLongBits(array[i]);
    }

    @Override
    long rawBits(double[] array, int i) {
      return Double.doubleToRawLongBits(array[i]);
    }

    @Override
    String text(double[] array, int i) {
      return array[i] + " = " + Double.toHexString(array[i]);
    }
  }

  /** Row numbers, class indices, row pointers and columns. */
  public static final class Indices extends Slot<int[]> {
    Indices(String name, Role role, int index, int offset, int length, int[] pristine) {
      super(name, role, index, offset, length, pristine);
    }

    @Override
    int[] copy() {
      return pristine().clone();
    }

    @Override
    int arrayLength(int[] array) {
      return array.length;
    }

    @Override
    long bits(int[] array, int i) {
      return array[i];
    }

    @Override
    long rawBits(int[] array, int i) {
      return array[i];
    }

    @Override
    String text(int[] array, int i) {
      return Integer.toString(array[i]);
    }
  }
}
