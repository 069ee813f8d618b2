package org.gradcore.kernel;

import java.util.List;

/**
 * What a caller must know of an optimizer's rule: a class in {@code org.gradcore.kernel.rule},
 * where its formula stands.
 *
 * @param kernel the rule's kernel
 * @param states the arrays that it keeps, in the order of {@link FloatStep#state}
 * @param scalars its numbers, in the order of {@link FloatStep#scalar}
 * @param flags its switches: flag i is bit i of {@link FloatStep#flags}
 */
public record StepRule(
    Kernel kernel, List<State> states, List<RuleScalar> scalars, List<String> flags) {
  /**
   * An array that an optimizer keeps between steps.
   *
   * @param name its name
   * @param flag the flag without which there is no such array; -1 if it is always there
   * @param nonNegative whether no element of it is ever negative
   */
  public record State(String name, int flag, boolean nonNegative) {
    /**
     * Whether a call has this array.
     *
     * @param flags the flags of the call
     * @return whether it is there
     */
    public boolean in(int flags) {
      return flag < 0 || (flags >> flag & 1) != 0;
    }
  }

  /**
   * The rule of a kernel.
   *
   * @param kernel an optimizer step
   * @return its rule
   * @throws IllegalArgumentException if the kernel is no optimizer step
   */
  public static StepRule of(Kernel kernel) {
    return StepRules.of(kernel);
  }

  /**
   * Whether a call has an array of the state.
   *
   * @param state its index; beyond the rule's states there are none
   * @param flags the flags of the call
   * @return whether it is there
   */
  public boolean has(int state, int flags) {
    return state < states.size() && states.get(state).in(flags);
  }

  /** Bit i: a call with these flags has state i. */
  int present(int flags) {
    int present = 0;
    for (int i = 0; i < states.size(); i++) {
      present |= has(i, flags) ? 1 << i : 0;
    }
    return present;
  }

  /**
   * The variants of a call: its flags, and whether it has weight decay. C2 compiles each by itself.
   *
   * @return how many there are; a variant is a number below
   */
  public int variants() {
    return 2 << flags.size();
  }
}
