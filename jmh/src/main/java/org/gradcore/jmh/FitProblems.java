package org.gradcore.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradcore.data.DoubleCsrMatrix;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.DoubleDenseMatrix;
import org.gradcore.data.DoubleIdxReader;
import org.gradcore.data.DoubleLibsvmReader;
import org.gradcore.data.IdxOptions;
import org.gradcore.data.LibsvmOptions;
import org.gradcore.train.ClassLabels;

/** The problems of the benchmark. */
final class FitProblems {
  private static final int MNIST_ROWS = 10_000;

  private static final double MNIST_L2 = 1e-3;

  private FitProblems() {}

  /**
   * Reads the problems of a data folder.
   *
   * @param folder holds {@code a9a/a9a.gz}, {@code w8a/w8a.gz}, {@code letter/letter.scale.gz} and
   *     {@code mnist/train-images-idx3-ubyte.gz} with its labels
   * @param skipped receives a sentence for each file that is not there
   * @return the problems that are there
   * @throws IOException if a file cannot be read or is broken
   */
  static List<FitProblem> load(Path folder, List<String> skipped) throws IOException {
    List<FitProblem> problems = new ArrayList<>();
    for (String[] sparse : new String[][] {{"a9a", "123"}, {"w8a", "300"}}) {
      Path file = folder.resolve(sparse[0]).resolve(sparse[0] + ".gz");
      if (isThere(file, skipped)) {
        DoubleDataset data = libsvm(file, Integer.parseInt(sparse[1]));
        for (boolean intercept : new boolean[] {false, true}) {
          problems.add(of(sparse[0], data, false, 1.0 / data.rows(), intercept));
        }
      }
    }
    Path letter = folder.resolve("letter").resolve("letter.scale.gz");
    if (isThere(letter, skipped)) {
      DoubleDataset data = libsvm(letter, 16);
      problems.add(of("letter", data, true, 1.0 / data.rows(), true));
    }
    Path images = folder.resolve("mnist").resolve("train-images-idx3-ubyte.gz");
    Path labels = folder.resolve("mnist").resolve("train-labels-idx1-ubyte.gz");
    if (isThere(images, skipped) && isThere(labels, skipped)) {
      IdxOptions pixels = IdxOptions.DEFAULT.withScale(1 / 255.0);
      DoubleDataset data = DoubleIdxReader.read(images, labels, pixels).rows(0, MNIST_ROWS);
      problems.add(of("mnist-10k", data, true, MNIST_L2, true));
    }
    return problems;
  }

  /** a9a without an intercept, or null if the folder does not hold it. */
  static FitProblem a9a(Path folder) throws IOException {
    Path file = folder.resolve("a9a").resolve("a9a.gz");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    DoubleDataset data = libsvm(file, 123);
    return of("a9a", data, false, 1.0 / data.rows(), false);
  }

  private static DoubleDataset libsvm(Path file, int columns) throws IOException {
    return DoubleLibsvmReader.read(file, LibsvmOptions.DEFAULT.withColumns(columns));
  }

  private static boolean isThere(Path file, List<String> skipped) {
    boolean there = Files.isRegularFile(file);
    if (!there) {
      skipped.add("fits of " + file.getFileName() + ": no such file in " + file.getParent());
    }
    return there;
  }

  /** A problem over data that were read. */
  static FitProblem of(
      String name, DoubleDataset data, boolean dense, double l2, boolean intercept) {
    ClassLabels classes = ClassLabels.of(data);
    DoubleCsrMatrix x =
        switch (data.features()) {
          case DoubleCsrMatrix csr -> csr;
          case DoubleDenseMatrix matrix -> sparse(matrix);
        };
    return new FitProblem(
        name,
        x.rows(),
        x.columns(),
        classes.count(),
        dense,
        x.rowPointers(),
        x.columnIndices(),
        x.values(),
        classes.encode(data),
        l2,
        intercept);
  }

  private static DoubleCsrMatrix sparse(DoubleDenseMatrix dense) {
    int[] pointers = new int[dense.rows() + 1];
    int[] columns = new int[dense.rows() * dense.columns()];
    double[] values = new double[columns.length];
    int stored = 0;
    for (int i = 0; i < dense.rows(); i++) {
      for (int j = 0; j < dense.columns(); j++) {
        double value = dense.get(i, j);
        if (value != 0) {
          columns[stored] = j;
          values[stored++] = value;
        }
      }
      pointers[i + 1] = stored;
    }
    return DoubleCsrMatrix.of(
        dense.rows(),
        dense.columns(),
        pointers,
        Arrays.copyOf(columns, stored),
        Arrays.copyOf(values, stored));
  }

  /**
   * A problem with two classes and data of the shape of a9a, which are 1 or not stored.
   *
   * @param rows number of rows
   * @param features number of columns, at least 14
   * @return a problem without an intercept
   */
  static FitProblem generated(int rows, int features) {
    final int perRow = 14; // as a9a, whose features are one-hot groups
    Random random = new Random(1);
    double[] truth = random.doubles(features, -2, 2).toArray();
    int[] pointers = new int[rows + 1];
    int[] columns = new int[rows * perRow];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      double z = 0;
      for (int group = 0; group < perRow; group++) {
        int from = group * features / perRow;
        int to = (group + 1) * features / perRow;
        int column = from + (int) ((to - from) * Math.pow(random.nextDouble(), 2));
        columns[i * perRow + group] = column;
        z += truth[column];
      }
      pointers[i + 1] = (i + 1) * perRow;
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
    }
    double[] values = new double[columns.length];
    Arrays.fill(values, 1);
    return new FitProblem(
        "a9a-like", rows, features, 2, false, pointers, columns, values, labels, 1.0 / rows, false);
  }
}
