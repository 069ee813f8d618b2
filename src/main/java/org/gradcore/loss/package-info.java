/**
 * Losses of predictions, with their gradients: squared error, logistic loss on logits, softmax
 * cross-entropy. {@link org.gradcore.objective} has the losses of linear models over data.
 */
package org.gradcore.loss;
