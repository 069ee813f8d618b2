package org.gradcore.testing;

/** An array of elements. */
public final class FloatSlot extends Slot<float[]> {
  FloatSlot(String name, Role role, int index, int offset, int length, float[] pristine) {
    super(name, role, index, offset, length, pristine);
  }

  @Override
  float[] copy() {
    return pristine().clone();
  }

  @Override
  int arrayLength(float[] array) {
    return array.length;
  }

  @Override
  long bits(float[] array, int i) {
    return Float.floatToIntBits(array[i]);
  }

  @Override
  long rawBits(float[] array, int i) {
    return Float.floatToRawIntBits(array[i]);
  }

  @Override
  String text(float[] array, int i) {
    return array[i] + " = " + Float.toHexString(array[i]);
  }
}
