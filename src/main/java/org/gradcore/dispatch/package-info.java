/**
 * The choice between the backends: what this machine can run, what was measured to be fastest here,
 * and the argument checks in front of all. {@link org.gradcore.dispatch.Kernels} is the way in.
 */
package org.gradcore.dispatch;
