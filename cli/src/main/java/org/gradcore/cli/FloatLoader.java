package org.gradcore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.DataDescription;
import org.gradcore.data.DataFormat;
import org.gradcore.data.FloatCsvReader;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatIdxReader;
import org.gradcore.data.FloatLibsvmReader;
import org.gradcore.data.LibsvmOptions;
import org.gradcore.data.Source;
import org.gradcore.train.LinearModel;

/** Reads data as the options say. */
final class FloatLoader {
  private FloatLoader() {}

  /** Reads training data. */
  static FloatDataset training(Path file, DataOptions.OfTraining options) throws IOException {
    int columns = options.features == null ? 0 : options.features;
    return read(file, options.labels, options, columns, options.csv(file.toString()));
  }

  /** Reads data with the features, and the text labels, of training data. */
  static FloatDataset like(FloatDataset training, Path file, Path labels, DataOptions options)
      throws IOException {
    options.remember(training.description());
    return known(
        file, labels, options, training.columns(), training.classNames(), training.description());
  }

  /** Reads data with the features, and the text labels, of a model. */
  static FloatDataset like(LinearModel model, Path file, Path labels, DataOptions options)
      throws IOException {
    options.remember(model.data());
    FloatDataset data =
        known(file, labels, options, model.features(), model.labels().names(), model.data());
    if (!data.hasTargets()) {
      throw new IllegalArgumentException(
          Inputs.name(file) + ": no targets; IDX data needs --labels FILE");
    }
    if (model.labels().count() > 0) {
      try {
        model.labels().encode(data);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(Inputs.name(file) + ": " + e.getMessage(), e);
      }
    }
    return data;
  }

  /** Reads data to predict, where targets do not matter: see {@link CsvOptions}. */
  static FloatDataset toPredict(LinearModel model, Path file, DataOptions options)
      throws IOException {
    options.remember(model.data());
    CsvOptions csv = options.csv(file.toString()).withTargetIgnored(model.features());
    FloatDataset data = read(file, null, options, model.features(), csv);
    check(file, data, model.features(), model.data());
    options.sayDifferences(file, data.description());
    return data;
  }

  private static FloatDataset known(
      Path file,
      Path labels,
      DataOptions options,
      int columns,
      List<String> classNames,
      DataDescription description)
      throws IOException {
    CsvOptions csv = options.csv(file.toString());
    if (!classNames.isEmpty()) {
      csv = csv.withLabels(CsvOptions.Labels.TEXT).withClassNames(classNames);
    }
    FloatDataset data = read(file, labels, options, columns, csv);
    check(file, data, columns, description);
    options.sayDifferences(file, data.description());
    return data;
  }

  /** Checks that columns are those of the training data; CSV has them in its order already. */
  private static void check(
      Path file, FloatDataset data, int columns, DataDescription description) {
    try {
      description.match(data.description());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Inputs.name(file) + ": " + e.getMessage(), e);
    }
    if (data.columns() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d features, but %d were trained on",
              Inputs.name(file),
              data.columns(),
              columns));
    }
  }

  private static FloatDataset read(
      Path file, Path labels, DataOptions options, int columns, CsvOptions csv) throws IOException {
    try (Source source = Inputs.open(file)) {
      DataFormat format = options.detect(source);
      if (format == DataFormat.IDX && labels != null) {
        try (Source labelSource = Inputs.open(labels)) {
          return FloatIdxReader.read(source, labelSource, options.idx());
        }
      }
      if (labels != null) {
        throw new IllegalArgumentException(
            Inputs.name(labels)
                + ": a file of labels goes with IDX data, and "
                + source.name()
                + " is "
                + format);
      }
      return switch (format) {
        case LIBSVM -> {
          LibsvmOptions libsvm = LibsvmOptions.DEFAULT.withColumns(columns);
          boolean ignored = csv.target() == CsvOptions.Target.IGNORED;
          yield FloatLibsvmReader.read(source, ignored ? libsvm.withLabelsIgnored() : libsvm);
        }
        case CSV -> {
          FloatDataset data = FloatCsvReader.read(source, csv);
          if (csv.header() == CsvOptions.Header.AUTO && mayBeHeader(data)) {
            options.say(
                "%s: the first record may number the columns, and is read as data; --header says"
                    + " which it is",
                source.name());
          }
          yield data;
        }
        case IDX -> FloatIdxReader.read(source, null, options.idx());
      };
    }
  }

  /** Whether the first row is 0, 1, … or 1, 2, …, where the reader has seen no header. */
  private static boolean mayBeHeader(FloatDataset data) {
    if (!data.featureNames().isEmpty()) {
      return false;
    }
    FloatDenseMatrix features = (FloatDenseMatrix) data.features();
    float first = features.get(0, 0);
    boolean counts = first == 0 || first == 1;
    for (int j = 0; j < data.columns() && counts; j++) {
      counts = features.get(0, j) == first + j;
    }
    boolean numbers = data.hasTargets() && data.classNames().isEmpty();
    return counts && (numbers ? data.targets()[0] == first + data.columns() : data.columns() > 1);
  }
}
