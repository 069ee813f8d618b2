package org.gradcore.kernel;

/**
 * What a caller must know of a map's rule: a class in {@code org.gradcore.kernel.rule}, where its
 * formula stands.
 *
 * @param kernel the rule's kernel
 * @param updates whether y is read before it is written; if not, it may be x itself
 * @param steadyAlpha with this number, a call that is repeated does not run to 0 or away; 0 if the
 *     rule has no number
 * @param nonNegative whether the rule is measured on numbers that are not negative
 * @param inPlace whether it is measured with x as y
 */
public record MapRule(
    Kernel kernel, boolean updates, double steadyAlpha, boolean nonNegative, boolean inPlace) {

  /**
   * The rule of a kernel.
   *
   * @param kernel a map
   * @return its rule
   * @throws IllegalArgumentException if the kernel is no map
   */
  public static MapRule of(Kernel kernel) {
    return MapRules.of(kernel);
  }
}
