/** What follows from the components of a record: its {@code with…} methods. */
package org.gradcore.codegen.options;
