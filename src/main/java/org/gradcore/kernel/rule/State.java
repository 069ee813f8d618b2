package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An array that an optimizer keeps between steps. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PARAMETER)
@interface State {
  /** Whether no element of it is ever negative, as of a second moment. */
  boolean nonNegative() default false;

  /** The flag without which there is no such array; empty if it is always there. */
  String when() default "";
}
