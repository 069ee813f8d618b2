/**
 * Optimizers. A description ({@link org.gradcore.optim.Sgd}, {@link org.gradcore.optim.Adam},
 * {@link org.gradcore.optim.AdamW}, {@link org.gradcore.optim.RmsProp}) is immutable and validated;
 * the state that it makes for one array of parameters does the steps, each in one pass over memory.
 *
 * <p>Names, defaults and meaning are those of {@code torch.optim} (torch 2.13). What torch lacks
 * follows its paper, optax or Keras, as its description says; where Keras or optax mean something
 * else by the same name, that is an option, and a method such as {@link
 * org.gradcore.optim.Adam#keras} gives it with their defaults. {@link
 * org.gradcore.optim.Optimizers} lists all.
 */
package org.gradcore.optim;
