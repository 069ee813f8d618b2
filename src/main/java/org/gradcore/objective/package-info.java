/**
 * Objectives: the mean loss of a model over data plus an L2 penalty, with its gradient, over all
 * rows, a range of rows or a list of rows (mini-batch); and the predictions of linear models.
 */
package org.gradcore.objective;
