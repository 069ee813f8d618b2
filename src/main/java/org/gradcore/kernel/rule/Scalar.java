package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What tests and measurements give for a number that a call of the rule has. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.FIELD)
@interface Scalar {
  /** With this value a call that is repeated for ever does not run to 0 or away. */
  double steady();

  /** Tests draw from here … */
  double least() default 0;

  /** … to here. */
  double most() default 1;
}
