/** Training: the loop over mini-batches, the linear model that comes out of it, and its file. */
package org.gradcore.train;
