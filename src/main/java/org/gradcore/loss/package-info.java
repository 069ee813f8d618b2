/**
 * Losses of predictions, with their gradients: {@link org.gradcore.loss.SquaredError}, {@link
 * org.gradcore.loss.Logistic}, {@link org.gradcore.loss.SoftmaxCrossEntropy} or one of the caller's
 * own ({@link org.gradcore.loss.PointLoss}), over arrays by {@link org.gradcore.loss.FloatLoss} and
 * its kin. {@link org.gradcore.objective} has the losses of linear models over data.
 */
package org.gradcore.loss;
