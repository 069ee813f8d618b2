package org.gradcore.data;

import java.io.IOException;
import java.util.Locale;

/** A file format that can be read. */
public enum DataFormat {
  /** LIBSVM / SVMlight text. */
  LIBSVM,
  /** Comma-separated values, and the like with other delimiters. */
  CSV,
  /** IDX, the binary format of MNIST. */
  IDX;

  /**
   * Tells the format of an input, and leaves all of it to the reader. A name that says it is
   * believed, see {@link #named}, unless decimal commas would be taken for delimiters. Otherwise
   * the first 64 KiB decide: IDX by its magic bytes; LIBSVM if a line begins with {@code label
   * index:value}; CSV if every line has as many values separated by commas, or one value. What
   * looks like anything else is not guessed.
   *
   * @param source the input
   * @return its format
   * @throws DataFormatException if the input looks like none of the formats; the message says what
   *     it looks like and how it can be read
   * @throws IOException if the input cannot be read
   */
  public static DataFormat detect(Source source) throws IOException {
    byte[] start = source.start();
    Signature.refuse(start, source.name());
    DataFormat named = named(source.name());
    if (named != null) {
      TextLook not = named == CSV ? TextLook.notCsv(start) : null;
      if (not != null) {
        throw not.refusal(source.name());
      }
      return named;
    }
    if (start.length >= 4 && IdxHeader.isMagic(start)) {
      return IDX;
    }
    TextLook look = TextLook.of(start);
    if (look.format() == null) {
      throw look.refusal(source.name());
    }
    return look.format();
  }

  /**
   * The format that a name says by its end.
   *
   * @param name the name of a file
   * @return CSV for {@code .csv} and {@code .tsv}, LIBSVM for {@code .libsvm}, {@code .svm} and
   *     {@code .svmlight}, each also before {@code .gz}; null for any other name
   */
  public static DataFormat named(String name) {
    String end = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (end.endsWith(".csv") || end.endsWith(".tsv")) {
      return CSV;
    }
    return end.endsWith(".libsvm") || end.endsWith(".svm") || end.endsWith(".svmlight")
        ? LIBSVM
        : null;
  }
}
