/** Tribuo's optimizers. */
package org.gradcore.peers.tribuo;
