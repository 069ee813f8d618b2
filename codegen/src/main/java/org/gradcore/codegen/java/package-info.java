/** Java sources as tokens, nothing of the text lost. */
package org.gradcore.codegen.java;
