/**
 * The front: the only door that users have to kernels. {@link org.gradcore.dispatch.Kernels} is the
 * way in.
 *
 * <p>Room for: argument checks before a call, the choice of a candidate for a kernel, element type
 * and size, what is forced, and the way of a call to its backend. What there is to choose from is
 * found out in {@code machine}, what was measured is kept in {@code profile}, and what measures or
 * warms up is in {@code measure}.
 *
 * <p>May import: those three and the contracts of {@code kernel}.
 */
package org.gradcore.dispatch;
