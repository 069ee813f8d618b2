package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A rule of the shape {@link org.gradcore.kernel.FloatPointLoss}: the methods {@code loss} and
 * {@code gradient} of a prediction and a target, for an element and for a vector of them. Another
 * method, of any name, comes first: both get its result as a third argument. Each of them may call
 * one elementary function. Weights, the scale of the gradient and the sum are the shape's.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@interface PointLoss {}
