/** The binding of gradcore's native library, and what loads it. */
package org.gradcore.presets;
