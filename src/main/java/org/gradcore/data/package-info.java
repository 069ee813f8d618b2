/**
 * Readers for LIBSVM, CSV and IDX files, the in-memory data sets that they make, and
 * standardization.
 *
 * <p>Readers stream: one pass over the bytes, no boxing, gzip transparently (recognized by its
 * magic bytes). What they refuse is a {@link org.gradcore.data.DataFormatException}, whose one-line
 * message says where, what was found and what was expected.
 */
package org.gradcore.data;
