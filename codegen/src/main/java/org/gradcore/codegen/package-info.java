/**
 * What writes source at build time; nothing of it is shipped. {@code java} splits Java sources into
 * tokens, {@code twins} writes the double twins of float sources, {@code rules} the loops of rules,
 * {@code options} the {@code with…} methods of optimizers, {@code abi} turns the table of kernels
 * into what lists kernels.
 */
package org.gradcore.codegen;
