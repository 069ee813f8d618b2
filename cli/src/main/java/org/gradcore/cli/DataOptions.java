package org.gradcore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.DataFormat;
import picocli.CommandLine.Option;

/** How data files are read: the options that train, evaluate and predict share. */
final class DataOptions {
  /** File formats, {@code auto} to look at the file. */
  enum Format {
    auto,
    libsvm,
    csv,
    idx
  }

  /** Whether a CSV file begins with a header. */
  enum Header {
    auto,
    yes,
    no
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of the data: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Format format = Format.auto;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "CSV: the target column, by name or by index from 0; negative counts from the end"
              + " (default: the last column).")
  String target;

  @Option(
      names = "--header",
      paramLabel = "WHETHER",
      description = "CSV: first record is a header: ${COMPLETION-CANDIDATES} (default: auto).")
  Header header = Header.auto;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "CSV: field delimiter, one character or 'tab' (default: comma).")
  String delimiter;

  @Option(
      names = "--skip-lines",
      paramLabel = "N",
      description = "CSV: lines to skip at the start of the file (default: 0).")
  int skipLines;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "LIBSVM: number of features (default: the largest index of the data).")
  int features;

  @Option(
      names = "--value-scale",
      paramLabel = "FACTOR",
      description = "IDX: what every value is multiplied by, such as 0.00392156862745098 (1/255).")
  double valueScale = 1;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "IDX: the file with the labels of --data.")
  Path labels;

  /** The format of a file: the one given, or what the file looks like. */
  DataFormat detect(Path file) throws IOException {
    return switch (format) {
      case auto -> DataFormat.detect(file);
      case libsvm -> DataFormat.LIBSVM;
      case csv -> DataFormat.CSV;
      case idx -> DataFormat.IDX;
    };
  }

  /** How to read this file if it is CSV. */
  CsvOptions csv(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    char separator = name.endsWith(".tsv") ? '\t' : ',';
    if (delimiter != null) {
      boolean tab = delimiter.equalsIgnoreCase("tab");
      if (!tab && delimiter.length() != 1) {
        throw new IllegalArgumentException(
            "--delimiter '" + delimiter + "': one character or 'tab' is needed");
      }
      separator = tab ? '\t' : delimiter.charAt(0);
    }
    CsvOptions options =
        CsvOptions.DEFAULT
            .withDelimiter(separator)
            .withSkipLines(skipLines)
            .withHeader(
                switch (header) {
                  case auto -> CsvOptions.Header.AUTO;
                  case yes -> CsvOptions.Header.YES;
                  case no -> CsvOptions.Header.NO;
                });
    if (target == null) {
      return options;
    }
    return target.matches("-?\\d{1,9}")
        ? options.withTarget(Integer.parseInt(target))
        : options.withTarget(target);
  }
}
