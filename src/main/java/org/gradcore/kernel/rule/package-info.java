/**
 * The rules: what an elementwise kernel does to one element, once for an element and once for a
 * vector of them, in the same operations. The build pastes both into the loops of the rule's shape
 * ({@code codegen}); these classes themselves are not shipped.
 */
package org.gradcore.kernel.rule;
