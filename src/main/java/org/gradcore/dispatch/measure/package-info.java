/**
 * What measures: calibration, workloads to time, the stopwatch; and the warm-up, which measures
 * until a kernel is compiled.
 *
 * <p>Room for: calls of kernels on arrays of their own, and what times or counts them. The kernels
 * here are bare, without argument checks: nothing here is for users' data.
 *
 * <p>May import: {@code machine}, {@code profile} and all of {@code kernel}, but not the front.
 */
package org.gradcore.dispatch.measure;
