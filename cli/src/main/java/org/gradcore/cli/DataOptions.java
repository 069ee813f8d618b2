package org.gradcore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.DataDescription;
import org.gradcore.data.DataFormat;
import org.gradcore.data.IdxOptions;
import org.gradcore.data.Names;
import org.gradcore.data.ReadingOptions;
import org.gradcore.data.Source;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How data files are read: the options that train, evaluate and predict share, and more. */
class DataOptions {
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
      description =
          "Format of the data: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, by an option of"
              + " one format, the name or the first 64 KiB).")
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
      description =
          "CSV: first record is a header: ${COMPLETION-CANDIDATES} (default: auto, yes if it holds"
              + " no number; one that may number the columns is asked about).")
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
  Integer skipLines;

  @Option(
      names = "--value-scale",
      paramLabel = "FACTOR",
      description = "IDX: what every value is multiplied by, such as 0.00392156862745098 (1/255).")
  Double valueScale;

  /** Of {@code train} and {@code evaluate}, which need targets. */
  static class WithLabels extends DataOptions {
    @Option(
        names = "--labels",
        paramLabel = "FILE",
        description = "IDX: the file with the labels of --data.")
    Path labels;

    @Override
    List<String> given(DataFormat format) {
      List<String> given = super.given(format);
      add(given, "--labels", format == DataFormat.IDX && labels != null);
      return given;
    }
  }

  /** Of {@code train}, where no model says how many features there are. */
  static final class OfTraining extends WithLabels {
    @Option(
        names = "--features",
        paramLabel = "N",
        description = "LIBSVM: number of features (default: the largest index of the data).")
    Integer features;

    @Option(
        names = "--test-labels",
        paramLabel = "FILE",
        description = "IDX: the file with the labels of --test.")
    Path testLabels;

    @Override
    List<String> given(DataFormat format) {
      List<String> given = super.given(format);
      add(given, "--features", format == DataFormat.LIBSVM && features != null);
      add(given, "--test-labels", format == DataFormat.IDX && testLabels != null);
      return given;
    }

    @Override
    void checkValues() {
      super.checkValues();
      if (features != null && features < 1) {
        throw new IllegalArgumentException("--features " + features + ": at least 1 is needed");
      }
    }

    /** Other data of the training have the same target: by name, or else at the same place. */
    @Override
    void remember(DataDescription training) {
      super.remember(training);
      target = null;
    }
  }

  /** What is known of the training data; holds where the command line says nothing. */
  private DataDescription remembered = DataDescription.NONE;

  private PrintWriter err;

  /**
   * Takes what is known of the training data for all that the command line leaves open: delimiter,
   * header, lines to skip, target, value scale, and the names of the columns.
   */
  void remember(DataDescription training) {
    remembered = training;
  }

  /** How the training data were read, if they were CSV. */
  private CsvOptions rememberedCsv() {
    return remembered.reading() instanceof CsvOptions csv ? csv : CsvOptions.DEFAULT;
  }

  /** The options on the command line that belong to one format. */
  List<String> given(DataFormat of) {
    List<String> given = new ArrayList<>();
    switch (of) {
      case LIBSVM -> {}
      case CSV -> {
        add(given, "--target", target != null);
        add(given, "--header", header != Header.auto);
        add(given, "--delimiter", delimiter != null);
        add(given, "--skip-lines", skipLines != null);
      }
      case IDX -> add(given, "--value-scale", valueScale != null);
    }
    return given;
  }

  /** The first option on the command line that is about data; null when there is none. */
  String firstGiven() {
    if (format != Format.auto) {
      return "--format";
    }
    DataFormat asked = asked();
    return asked == null ? null : given(asked).getFirst();
  }

  static void add(List<String> given, String option, boolean isGiven) {
    if (isGiven) {
      given.add(option);
    }
  }

  /**
   * Refuses what the command line alone shows to be wrong: an option of another format than
   * --format or another option asks for, a value that is not allowed, standard input used twice.
   *
   * @param inputs the inputs of the command; null for those that are not given
   */
  void check(CommandSpec spec, Path... inputs) {
    err = spec.commandLine().getErr();
    try {
      Inputs.check(inputs);
      DataFormat asked = asked();
      for (DataFormat other : DataFormat.values()) {
        if (asked != null && other != asked && !given(other).isEmpty()) {
          String why = format == Format.auto ? given(asked).getFirst() : "--format " + format;
          throw new IllegalArgumentException(
              given(other).getFirst() + " is for " + other + " data, and " + why + " for " + asked);
        }
      }
      checkValues();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /**
   * Refuses values that no reader takes.
   *
   * @throws IllegalArgumentException if there is one
   */
  void checkValues() {
    csv("");
    idx();
  }

  /** The format that the command line asks for, by --format or by an option of one format. */
  private DataFormat asked() {
    return switch (format) {
      case libsvm -> DataFormat.LIBSVM;
      case csv -> DataFormat.CSV;
      case idx -> DataFormat.IDX;
      case auto -> {
        for (DataFormat candidate : DataFormat.values()) {
          if (!given(candidate).isEmpty()) {
            yield candidate;
          }
        }
        yield null;
      }
    };
  }

  /** The format of an input: the one asked for, or what it looks like. */
  DataFormat detect(Source source) throws IOException {
    DataFormat asked = asked();
    if (format != Format.auto) {
      return asked;
    }
    // What --skip-lines leaves out, and what --delimiter tears apart, may look like anything.
    CsvOptions before = rememberedCsv();
    boolean unseen =
        delimiter != null
            || skipLines != null
            || before.delimiter() != CsvOptions.DEFAULT.delimiter()
            || before.skipLines() > 0;
    DataFormat found = unseen ? DataFormat.named(source.name()) : DataFormat.detect(source);
    if (unseen && asked == null && found == null) {
      return DataFormat.CSV;
    }
    if (asked != null && found != null && found != asked) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: looks like %s, and %s is for %s data; --format says which it is",
              source.name(),
              found,
              given(asked).getFirst(),
              asked));
    }
    return asked != null ? asked : found;
  }

  /** How to read IDX. */
  IdxOptions idx() {
    if (valueScale != null) {
      return new IdxOptions(valueScale);
    }
    return remembered.reading() instanceof IdxOptions idx ? idx : IdxOptions.DEFAULT;
  }

  /** How to read this input if it is CSV. */
  CsvOptions csv(String source) {
    String name = source.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    CsvOptions before = rememberedCsv();
    char separator = name.endsWith(".tsv") ? '\t' : before.delimiter();
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
            .withSkipLines(skipLines == null ? before.skipLines() : skipLines)
            .withHeader(
                switch (header) {
                  case auto -> before.header();
                  case yes -> CsvOptions.Header.YES;
                  case no -> CsvOptions.Header.NO;
                });
    if (target == null) {
      return options.withTarget(before.targetIndex()).withLike(remembered);
    }
    // Where the command line says which column it is, its name in the training data says nothing.
    DataDescription like = DataDescription.named(remembered.featureNames(), "");
    options = options.withLike(like);
    return target.matches("-?\\d{1,9}")
        ? options.withTarget(Integer.parseInt(target))
        : options.withTarget(target);
  }

  /**
   * Says on standard error in what an input differs from the training data, where that does not
   * stop the work.
   *
   * @param data what is known of the input
   */
  void sayDifferences(Path file, DataDescription data) {
    String name = Inputs.name(file);
    ReadingOptions before = remembered.reading();
    if (before == null) {
      return;
    }
    DataFormat format = data.reading().format();
    if (format != before.format()) {
      boolean scaled = before instanceof IdxOptions idx && idx.scale() != 1;
      say(
          "%s: %s data, and %s were trained on: columns are known by position%s",
          name,
          format,
          before.format(),
          scaled ? ", and values are not scaled by " + ((IdxOptions) before).scale() : "");
    } else if (data.reading() instanceof IdxOptions idx && !idx.equals(before)) {
      say(
          "%s: values scaled by %s, where those trained on were scaled by %s",
          name, idx.scale(), ((IdxOptions) before).scale());
    } else if (data.reading() instanceof CsvOptions csv && skipLines == null) {
      if (csv.skipLines() > 0) {
        say("%s: lines skipped as in the training data: %d (--skip-lines)", name, csv.skipLines());
      }
    }
    if (!data.ignored().isEmpty()) {
      say("%s: columns left out, which were not trained on: %s", name, Names.list(data.ignored()));
    }
  }

  /** Says on standard error what does not stop the work. */
  void say(String format, Object... arguments) {
    err.println("gradcore: " + String.format(Locale.ROOT, format, arguments));
  }
}
