/** libtorch, through its binding by JavaCPP. */
package org.gradcore.peers.libtorch;
