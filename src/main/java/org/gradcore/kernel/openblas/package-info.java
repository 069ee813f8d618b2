/** The backend in C++ with OpenBLAS, through the JavaCPP binding; nothing else uses the binding. */
package org.gradcore.kernel.openblas;
