/** OpenBLAS over pointers to native memory. */
package org.gradcore.peers.openblas;
