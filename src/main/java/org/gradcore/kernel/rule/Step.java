package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A rule of the shape {@link org.gradcore.kernel.FloatStep}: the method {@code step}, for an
 * element and for a vector of them. What it assigns to its {@link Param} and its {@link State}s is
 * stored. Coupled weight decay and the direction (descent or ascent) are the shape's: the gradient
 * that a rule sees has them.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@interface Step {}
