package org.gradcore.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a caller must know of an elementwise loss: a class in {@code org.gradcore.kernel.rule},
 * where its formula stands.
 *
 * @param kernel the rule's kernel
 * @param targets what its targets are, if no flag says otherwise
 * @param scalars its numbers, in the order of {@link FloatPointLoss#scalar}
 * @param flags its switches: flag i is bit i of {@link FloatPointLoss#flags}
 */
public record PointLossRule(
    Kernel kernel, TargetRange targets, List<RuleScalar> scalars, List<Flag> flags) {
  /**
   * A switch.
   *
   * @param name its name
   * @param targets what the targets are where it is set; null if it does not change them
   */
  public record Flag(String name, TargetRange targets) {}

  /**
   * The rule of a kernel.
   *
   * @param kernel an elementwise loss
   * @return its rule
   * @throws IllegalArgumentException if the kernel is no elementwise loss
   */
  public static PointLossRule of(Kernel kernel) {
    return PointLossRules.of(kernel);
  }

  /**
   * What the targets of a call are.
   *
   * @param bits the flags of the call
   * @return their range
   */
  public TargetRange targets(int bits) {
    TargetRange range = targets;
    for (int i = 0; i < flags.size(); i++) {
      TargetRange other = flags.get(i).targets();
      range = (bits >> i & 1) != 0 && other != null ? other : range;
    }
    return range;
  }

  /**
   * The variants of a call: see {@link FloatLossCall#variant}. C2 compiles each by itself.
   *
   * @return how many there are; a variant is a number below
   */
  public int variants() {
    return FloatLossCall.VARIANTS << flags.size();
  }

  /**
   * The number of this rule with some switches, among all rules with all theirs: what tells the
   * variants of a linear model's loss apart.
   *
   * @param bits the switches
   * @return a number from 0
   */
  public int number(int bits) {
    return Numbers.FIRST[kernel.ordinal()] + bits;
  }

  /**
   * The rule that has a number.
   *
   * @param number as {@link #number} gives it
   * @return the rule
   * @throws IndexOutOfBoundsException if there is none
   */
  public static PointLossRule numbered(int number) {
    return Numbers.RULES.get(number);
  }

  /**
   * How many numbers there are.
   *
   * @return all are below
   */
  public static int count() {
    return Numbers.RULES.size();
  }

  private static final class Numbers {
    static final int[] FIRST = new int[Kernel.values().length];
    static final List<PointLossRule> RULES;

    static {
      List<PointLossRule> rules = new ArrayList<>();
      for (Kernel kernel : Kernel.values()) {
        if (kernel.family() == Kernel.Family.POINT_LOSSES) {
          FIRST[kernel.ordinal()] = rules.size();
          PointLossRule rule = of(kernel);
          rules.addAll(Collections.nCopies(1 << rule.flags().size(), rule));
        }
      }
      RULES = List.copyOf(rules);
    }
  }
}
