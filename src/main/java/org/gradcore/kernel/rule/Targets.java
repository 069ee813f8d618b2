package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.gradcore.kernel.TargetRange;

/** What the targets of a loss are; on a flag, what they are where it is set. */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.PARAMETER, ElementType.FIELD})
@interface Targets {
  TargetRange value();
}
