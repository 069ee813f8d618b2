/** The double twins of float sources. */
package org.gradcore.codegen.twins;
