/** The loops of the rules in {@code org.gradcore.kernel.rule}: one class per rule and backend. */
package org.gradcore.codegen.rules;
