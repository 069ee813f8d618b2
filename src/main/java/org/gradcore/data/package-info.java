/**
 * Readers for LIBSVM, CSV and IDX files, the in-memory data sets that they make, and
 * standardization.
 *
 * <p>Readers stream: one pass over the bytes of a {@link org.gradcore.data.Source}, no boxing, gzip
 * transparently (recognized by its magic bytes). {@link org.gradcore.data.DataFormat#detect} tells
 * the format of a source first. Lines and decompressed data have limits, see {@link
 * org.gradcore.data.Source}. What readers refuse is a {@link
 * org.gradcore.data.DataFormatException}, whose one-line message says where, what was found and
 * what was expected; data that the heap does not hold are a {@link
 * org.gradcore.data.HeapSizeException}.
 */
package org.gradcore.data;
