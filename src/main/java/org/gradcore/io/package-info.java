/** How files are written: models, profiles, predictions and reports, all in one way. */
package org.gradcore.io;
