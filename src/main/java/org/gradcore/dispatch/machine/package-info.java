/**
 * This machine and this process: processor, instruction sets, which backends and candidates can be
 * used or why they cannot, and the settings.
 *
 * <p>Room for: whatever has to be asked of the system, the JVM or the user, and the answers, each
 * with its reason and what mends it. Nothing here knows of measurements, or calls a kernel.
 *
 * <p>May import: {@code kernel} (which kernels have a BLAS variant), the lane width of {@code
 * kernel.vector} and the native binding, to ask whether they are there.
 */
package org.gradcore.dispatch.machine;
