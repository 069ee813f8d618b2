package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A rule of the shape {@link org.gradcore.kernel.FloatMapKernel}: the method {@code map}, for an
 * element and for a vector of them, which returns what is stored. It may have one number.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@interface Map {}
