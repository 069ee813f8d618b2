package org.gradcore.testing;

import java.util.List;

/** The arrays of one kernel call, as they are before it. */
public final class Memory {
  private final Object[] arrays;

  Memory(List<Slot<?>> slots) {
    this(slots, false);
  }

  /**
   * The arrays of a call.
   *
   * @param sharesInputs whether what is only read is the same for all calls, not a copy
   */
  Memory(List<Slot<?>> slots, boolean sharesInputs) {
    arrays = new Object[slots.size()];
    for (Slot<?> slot : slots) {
      boolean shared = sharesInputs && slot.role() == Slot.Role.INPUT;
      arrays[slot.index()] = shared ? slot.pristine() : slot.copy();
    }
  }

  /** The array of a slot, null for an array that is not given. */
  @SuppressWarnings("unchecked") // why: the constructor stores the slot's own type at its index
  <A> A get(Slot<A> slot) {
    return slot == null ? null : (A) arrays[slot.index()];
  }
}
