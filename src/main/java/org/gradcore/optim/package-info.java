/**
 * Optimizers. A description ({@link org.gradcore.optim.Sgd}, {@link org.gradcore.optim.Adam},
 * {@link org.gradcore.optim.AdamW}, {@link org.gradcore.optim.RmsProp}) is immutable and validated;
 * the state that it makes for one array of parameters does the steps, each in one pass over memory.
 *
 * <p>Names, defaults and meaning are those of {@code torch.optim} (torch 2.13).
 */
package org.gradcore.optim;
