package org.gradcore.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** A file format that can be read. */
public enum DataFormat {
  /** LIBSVM / SVMlight text. */
  LIBSVM,
  /** Comma-separated values, and the like with other delimiters. */
  CSV,
  /** IDX, the binary format of MNIST. */
  IDX;

  private static final int SAMPLE = 1 << 16;
  private static final Pattern WORD = Pattern.compile("[-+.\\w]*");
  private static final Pattern PAIR = Pattern.compile("-?\\d+:[-+.\\w]*");
  private static final Pattern QUERY_ID = Pattern.compile("qid:.*");

  /**
   * Tells the format of a file. Names that end with {@code .csv} or {@code .tsv} (before {@code
   * .gz}) say CSV, and {@code .libsvm}, {@code .svm} and {@code .svmlight} say LIBSVM. Otherwise
   * the content decides: IDX by its magic bytes; LIBSVM if the first line that is neither blank,
   * nor comment, nor a lone label reads {@code label index:value}; else CSV.
   *
   * @param file the file
   * @return its format
   * @throws DataFormatException if the file begins like gzip data and is damaged
   * @throws IOException if the file cannot be read
   */
  public static DataFormat detect(Path file) throws IOException {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    name = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    byte[] start;
    try (InputStream in = Input.open(file);
        InputStream bytes = Input.openText(in, file.toString())) {
      start = bytes.readNBytes(SAMPLE);
    }
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return CSV;
    }
    if (name.endsWith(".libsvm") || name.endsWith(".svm") || name.endsWith(".svmlight")) {
      return LIBSVM;
    }
    if (start.length >= 4 && IdxHeader.isMagic(start)) {
      return IDX;
    }
    return looksLikeLibsvm(new String(start, StandardCharsets.UTF_8), start.length == SAMPLE)
        ? LIBSVM
        : CSV;
  }

  private static boolean looksLikeLibsvm(String text, boolean cut) {
    for (String line : text.lines().toList()) {
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
      int pairs = words.length > 1 && QUERY_ID.matcher(words[1]).matches() ? 2 : 1;
      boolean undecided = words.length <= pairs && WORD.matcher(words[0]).matches();
      if (!undecided) {
        // A sample that ends inside the line may end inside a pair.
        int end = cut && text.endsWith(line) ? words.length - 1 : words.length;
        boolean good = WORD.matcher(words[0]).matches() && end > pairs;
        for (int i = pairs; good && i < end; i++) {
          good = PAIR.matcher(words[i]).matches();
        }
        return good;
      }
    }
    return false;
  }
}
