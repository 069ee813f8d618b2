/** Fits by Smile. */
package org.gradcore.peers.smile;
