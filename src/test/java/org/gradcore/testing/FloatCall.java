package org.gradcore.testing;

import java.util.List;
import org.gradcore.kernel.Kernel;

/**
 * One call of a kernel with all its arguments, which can be run on any backend.
 *
 * @param kernel the kernel
 * @param label sizes, flags and what else tells the call from others
 * @param slots the arrays
 * @param size elements or rows
 * @param cut positions where the call may be cut into several: the multiples of this number
 * @param carry what a sum starts from; also the result of a kernel that returns nothing
 * @param body the call itself
 */
public record FloatCall(
    Kernel kernel, String label, List<Slot<?>> slots, int size, int cut, double carry, Body body) {

  /** The call of a kernel for {@code count} elements or rows from {@code from}. */
  @FunctionalInterface
  public interface Body {
    /** Returns the sum or maximum so far, {@code carry} if the kernel returns nothing. */
    double run(FloatBackend backend, Memory memory, int from, int count, double carry);
  }

  /** What a call returned, and the arrays after it. */
  public record Outcome(double result, Memory memory) {}

  public Memory memory() {
    return new Memory(slots);
  }

  /** Runs the whole call on fresh arrays. */
  public Outcome run(FloatBackend backend) {
    Memory memory = memory();
    return new Outcome(run(backend, memory), memory);
  }

  /** As {@link #run(FloatBackend)}, but all such runs read the same arrays. */
  public Outcome runOnSharedInputs(FloatBackend backend) {
    Memory memory = new Memory(slots, true);
    return new Outcome(run(backend, memory), memory);
  }

  /** Runs the whole call on given arrays; allocates nothing. */
  public double run(FloatBackend backend, Memory memory) {
    return body.run(backend, memory, 0, size, carry);
  }

  /**
   * Runs the call in pieces, chained through the result and the arrays.
   *
   * @param backends the backends of the pieces, in turn
   * @param cuts ascending positions, multiples of {@link #cut}
   */
  public Outcome runInPieces(List<FloatBackend> backends, int[] cuts) {
    Memory memory = memory();
    double result = carry;
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : size;
      FloatBackend backend = backends.get(i % backends.size());
      result = body.run(backend, memory, from, to - from, result);
      from = to;
    }
    return new Outcome(result, memory);
  }

  /** Says how an outcome differs from the expected one, or null if every bit is the same. */
  public String difference(Outcome expected, Outcome actual) {
    String ofOracle = violation(expected);
    if (ofOracle != null) {
      return "the oracle itself wrote " + ofOracle;
    }
    for (Slot<?> slot : slots) {
      String difference = difference(slot, expected, actual);
      if (difference != null) {
        return difference;
      }
    }
    if (Double.doubleToLongBits(expected.result) != Double.doubleToLongBits(actual.result)) {
      return String.format(
          "result: expected %s = %s, was %s = %s",
          expected.result,
          Double.toHexString(expected.result),
          actual.result,
          Double.toHexString(actual.result));
    }
    return null;
  }

  /** Says what a call wrote that it must not write, or null. */
  public String violation(Outcome outcome) {
    for (Slot<?> slot : slots) {
      String violation = violation(slot, outcome);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static <A> String violation(Slot<A> slot, Outcome outcome) {
    return slot.violation(outcome.memory.get(slot));
  }

  private static <A> String difference(Slot<A> slot, Outcome expected, Outcome actual) {
    String violation = violation(slot, actual);
    return violation != null
        ? violation
        : slot.difference(expected.memory.get(slot), actual.memory.get(slot));
  }

  /** Hash of the result and of every array. */
  public long digest(Outcome outcome) {
    long hash = Seeds.derive(Double.doubleToLongBits(outcome.result), slots.size());
    for (Slot<?> slot : slots) {
      hash = digest(hash, slot, outcome);
    }
    return hash;
  }

  private static <A> long digest(long hash, Slot<A> slot, Outcome outcome) {
    return slot.digest(hash, outcome.memory.get(slot));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kernel.id()).append(' ').append(label);
    for (Slot<?> slot : slots) {
      text.append(", ").append(slot.name()).append('@').append(slot.offset());
    }
    return text.toString();
  }
}
