package org.gradcore.kernel;

/**
 * A number that a call gives a rule.
 *
 * @param name its name
 * @param steady with this value, a call that is repeated does not run to 0 or away
 * @param least tests draw from here
 * @param most to here
 */
public record RuleScalar(String name, double steady, double least, double most) {}
