/** Tribuo's optimizers, and what of its fits can be compared. */
package org.gradcore.peers.tribuo;
