package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The argument of a map. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PARAMETER)
@interface Argument {
  /** Whether the map is measured on numbers that are not negative: of others it makes NaN. */
  boolean nonNegative() default false;

  /** Whether most calls write their results over their arguments, so that it is measured so. */
  boolean inPlace() default false;
}
