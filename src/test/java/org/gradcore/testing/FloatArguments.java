package org.gradcore.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcore.testing.Slot.Role;

/** Collects the arrays of one kernel call; each gets its own offset and guard zones. */
final class FloatArguments {
  private final FloatGenerator generator;
  private final List<Slot<?>> slots = new ArrayList<>();

  FloatArguments(FloatGenerator generator) {
    this.generator = generator;
  }

  List<Slot<?>> slots() {
    return slots;
  }

  private <S extends Slot<?>> S add(S slot) {
    slots.add(slot);
    return slot;
  }

  private FloatSlot elements(String name, Role role, float[] values, int offset) {
    float[] array = new float[offset + values.length + generator.guardAfter()];
    Arrays.fill(array, generator.canary());
    System.arraycopy(values, 0, array, offset, values.length);
    return add(new FloatSlot(name, role, slots.size(), offset, values.length, array));
  }

  FloatSlot input(String name, float[] values) {
    return elements(name, Role.INPUT, values, generator.offset());
  }

  /** An input that the kernel takes without an offset. */
  FloatSlot inputFromZero(String name, float[] values) {
    return elements(name, Role.INPUT, values, 0);
  }

  FloatSlot updated(String name, float[] values) {
    return elements(name, Role.UPDATED, values, generator.offset());
  }

  FloatSlot output(String name, int length) {
    return elements(name, Role.OUTPUT, garbage(length), generator.offset());
  }

  FloatSlot scratch(String name, int length) {
    return elements(name, Role.SCRATCH, garbage(length), generator.offset());
  }

  private float[] garbage(int length) {
    float[] values = new float[length];
    Arrays.fill(values, generator.canary());
    return values;
  }

  private Slot.Accumulators accumulators(String name, Role role, double[] values) {
    int offset = generator.offset();
    double[] array = new double[offset + values.length + generator.guardAfter()];
    Arrays.fill(array, (double) generator.canary());
    System.arraycopy(values, 0, array, offset, values.length);
    return add(new Slot.Accumulators(name, role, slots.size(), offset, values.length, array));
  }

  Slot.Accumulators inputAccumulators(String name, double[] values) {
    return accumulators(name, Role.INPUT, values);
  }

  Slot.Accumulators updatedAccumulators(String name, double[] values) {
    return accumulators(name, Role.UPDATED, values);
  }

  private Slot.Indices indices(String name, int[] values, int offset) {
    // The guard zones hold 0, a valid index: a kernel that reads too far must fail the comparison,
    // not bring the JVM down.
    int[] array = new int[offset + values.length + generator.guardAfter()];
    System.arraycopy(values, 0, array, offset, values.length);
    return add(new Slot.Indices(name, Role.INPUT, slots.size(), offset, values.length, array));
  }

  Slot.Indices indices(String name, int[] values) {
    return indices(name, values, generator.offset());
  }

  /** Indices that the kernel takes without an offset. */
  Slot.Indices indicesFromZero(String name, int[] values) {
    return indices(name, values, 0);
  }
}
