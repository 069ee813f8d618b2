/**
 * What was measured: timings of a machine, the file that keeps them, and the table that ships with
 * gradcore.
 *
 * <p>Room for: tables of timings, how several become one, how times between measured sizes are
 * read, and their files. Nothing here measures, or chooses.
 *
 * <p>May import: {@code machine}, the names in {@code kernel}, and {@code io}.
 */
package org.gradcore.dispatch.profile;
