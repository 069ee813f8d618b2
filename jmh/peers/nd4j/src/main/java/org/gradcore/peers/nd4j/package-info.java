/** ND4J, the arrays and updaters under Deeplearning4j. */
package org.gradcore.peers.nd4j;
