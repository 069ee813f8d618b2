/**
 * The table of kernels ({@code cpp/kernels.txt}), its parser, and one class for each file that is
 * generated from it.
 *
 * <p>CMake compiles this package and {@link org.gradcore.codegen} by themselves when it runs
 * without Maven, perhaps with the JDK of the system: so they are written in the Java of JDK 17.
 */
package org.gradcore.codegen.abi;
