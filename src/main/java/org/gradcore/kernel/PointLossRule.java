package org.gradcore.kernel;

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
}
