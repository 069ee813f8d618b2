package org.gradcore.kernel.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parameter that a step updates. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PARAMETER)
@interface Param {}
