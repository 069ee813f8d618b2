package org.gradcore.data;

/** How data are read: the options of the reader of one format. */
public sealed interface ReadingOptions permits LibsvmOptions, CsvOptions, IdxOptions {
  /** {@return the format that these options belong to} */
  DataFormat format();
}
