/** BLAS by dev.ludovic.netlib: in Java, in the Vector API and in native code. */
package org.gradcore.peers.netlib;
