/** Fits by Spark MLlib. */
package org.gradcore.peers.spark;
