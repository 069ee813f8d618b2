package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What stands where a map will write. A map that has it updates its array, which then must not
 * overlap the one of its {@link Argument}.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PARAMETER)
@interface Updated {}
