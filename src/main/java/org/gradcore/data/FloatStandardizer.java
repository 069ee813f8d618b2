package org.gradcore.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Shifts and scales every column to mean 0 and standard deviation 1 over the rows that it was
 * fitted to: {@code (x - mean) / scale}, computed in double and rounded once.
 *
 * <p>The same rule as scikit-learn's StandardScaler: the scale is the population standard deviation
 * (divided by the number of rows), and 1 for a column that is constant, or constant up to rounding.
 *
 * @param means the mean of each column
 * @param scales what each column is divided by; greater than 0
 */
public record FloatStandardizer(double[] means, double[] scales) {
  /** The largest rows × columns that a CSR matrix is made dense for: 100 million. */
  public static final long LARGEST_DENSE = 100_000_000;

  /**
   * Checks the arrays, which are not copied.
   *
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if the lengths differ, a mean is not finite, or a scale is not
   *     finite and greater than 0
   */
  public FloatStandardizer {
    Objects.requireNonNull(means, "means");
    Objects.requireNonNull(scales, "scales");
    if (means.length != scales.length) {
      throw new IllegalArgumentException(
          means.length + " means for " + scales.length + " scales: as many are needed");
    }
    for (int j = 0; j < means.length; j++) {
      boolean good = Double.isFinite(means[j]) && Double.isFinite(scales[j]) && scales[j] > 0;
      if (!good) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "column %d: mean %s, scale %s: finite ones and a scale above 0 are needed",
                j,
                means[j],
                scales[j]));
      }
    }
  }

  /** {@return number of columns} */
  public int columns() {
    return means.length;
  }

  /**
   * Takes mean and standard deviation of every column, in two passes over the rows. Entries that a
   * CSR matrix does not store count as zeros.
   *
   * @param features the rows to fit to
   * @return the standardizer
   * @throws IllegalArgumentException if there are no rows, or a column's values are so large that
   *     its variance overflows
   */
  public static FloatStandardizer fit(FloatFeatures features) {
    int rows = features.rows();
    int columns = features.columns();
    if (rows == 0) {
      throw new IllegalArgumentException("no rows to fit to: at least 1 is needed");
    }
    double[] means = new double[columns];
    double[] least = new double[columns];
    double[] greatest = new double[columns];
    double[] scales = new double[columns];
    double[] deviations = new double[columns];
    switch (features) {
      case FloatDenseMatrix dense -> {
        float[] values = dense.values();
        for (int j = 0; j < columns; j++) {
          least[j] = values[dense.offset() + j];
          greatest[j] = least[j];
        }
        for (int i = 0; i < rows; i++) {
          int start = dense.offset() + i * columns;
          for (int j = 0; j < columns; j++) {
            double x = values[start + j];
            means[j] += x;
            least[j] = Math.min(least[j], x);
            greatest[j] = Math.max(greatest[j], x);
          }
        }
        divide(means, rows);
        for (int i = 0; i < rows; i++) {
          int start = dense.offset() + i * columns;
          for (int j = 0; j < columns; j++) {
            double d = values[start + j] - means[j];
            deviations[j] += d;
            scales[j] += d * d;
          }
        }
      }
      case FloatCsrMatrix csr -> {
        float[] values = csr.values();
        int[] indices = csr.columnIndices();
        int[] stored = new int[columns];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
        for (int k = 0; k < values.length; k++) {
          int j = indices[k];
          double x = values[k];
          means[j] += x;
          least[j] = Math.min(least[j], x);
          greatest[j] = Math.max(greatest[j], x);
          stored[j]++;
        }
        divide(means, rows);
        for (int k = 0; k < values.length; k++) {
          int j = indices[k];
          double d = values[k] - means[j];
          deviations[j] += d;
          scales[j] += d * d;
        }
        for (int j = 0; j < columns; j++) {
          int zeros = rows - stored[j];
          if (zeros > 0) {
            least[j] = Math.min(least[j], 0);
            greatest[j] = Math.max(greatest[j], 0);
            deviations[j] -= zeros * means[j];
            scales[j] += zeros * means[j] * means[j];
          }
        }
      }
    }
    for (int j = 0; j < columns; j++) {
      if (least[j] == greatest[j]) {
        means[j] = least[j]; // exactly, so that the column becomes exactly 0
        scales[j] = 1;
        continue;
      }
      // The sum of the deviations is 0 but for the rounding of the mean; taking it out corrects
      // that (Chan, Golub and LeVeque 1983).
      double variance = Math.max(0, (scales[j] - deviations[j] * deviations[j] / rows) / rows);
      double noise = rows * Math.ulp(1.0);
      double bound = noise * variance + noise * means[j] * (noise * means[j]);
      if (!(variance <= Double.MAX_VALUE) || !Double.isFinite(means[j])) {
        throw new IllegalArgumentException(
            "column " + j + ": values up to " + greatest[j] + " overflow the variance; scale them");
      }
      scales[j] = variance <= bound ? 1 : Math.sqrt(variance);
    }
    return new FloatStandardizer(means, scales);
  }

  private static void divide(double[] sums, int count) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= count;
    }
  }

  /**
   * A standardized copy. It is always dense, since shifting a column leaves no zeros: a CSR matrix
   * is made dense, which {@link #LARGEST_DENSE} limits.
   *
   * @param features rows with as many columns as those fitted to; not changed
   * @return the standardized rows
   * @throws IllegalArgumentException if the number of columns differs, or a CSR matrix is too large
   */
  public FloatDenseMatrix apply(FloatFeatures features) {
    checkColumns(features);
    int rows = features.rows();
    int columns = features.columns();
    FloatDenseMatrix result =
        switch (features) {
          case FloatCsrMatrix csr -> {
            if ((long) rows * columns > LARGEST_DENSE) {
              throw new IllegalArgumentException(
                  String.format(
                      Locale.ROOT,
                      "standardizing makes this sparse matrix of %d rows and %d columns dense, %d"
                          + " values, and at most %d are allowed; train without standardization, or"
                          + " scale the columns beforehand",
                      rows,
                      columns,
                      (long) rows * columns,
                      LARGEST_DENSE));
            }
            yield csr.toDense();
          }
          case FloatDenseMatrix dense -> {
            int start = dense.offset();
            float[] copy = Arrays.copyOfRange(dense.values(), start, start + rows * columns);
            yield FloatDenseMatrix.of(copy, 0, rows, columns);
          }
        };
    applyInPlace(result);
    return result;
  }

  /**
   * Standardizes a dense matrix in place.
   *
   * @param matrix rows with as many columns as those fitted to
   * @throws IllegalArgumentException if the number of columns differs
   */
  public void applyInPlace(FloatDenseMatrix matrix) {
    checkColumns(matrix);
    float[] values = matrix.values();
    int columns = matrix.columns();
    for (int i = 0; i < matrix.rows(); i++) {
      int start = matrix.offset() + i * columns;
      for (int j = 0; j < columns; j++) {
        values[start + j] = (float) ((values[start + j] - means[j]) / scales[j]);
      }
    }
  }

  private void checkColumns(FloatFeatures features) {
    if (features.columns() != means.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d columns: %d, as in the rows fitted to, are needed",
              features.columns(),
              means.length));
    }
  }
}
