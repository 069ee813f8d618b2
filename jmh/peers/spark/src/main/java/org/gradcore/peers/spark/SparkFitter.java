package org.gradcore.peers.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;

/**
 * Spark MLlib's {@code LogisticRegression.fit(dataset)} in local mode with one thread ({@code
 * local[1]}) on a cached data set of one partition, whose rows are sparse or dense vectors.
 *
 * <p>Its objective is mean loss + {@code regParam}·((1 - {@code elasticNetParam})/2·|w|² + …), with
 * an unpenalized intercept, so {@code regParam} is {@code l2} and {@code elasticNetParam} is 0. It
 * works on scaled columns; with {@code standardization} off the penalty is that of the weights of
 * the columns as they are. More than two classes are fitted as family {@code multinomial}: all have
 * weights and all are penalized; the intercepts are shifted to sum 0, which changes no value.
 * Without an intercept it leaves the weight of a constant column at 0, so such problems are
 * declined. It minimizes by L-BFGS with 10 corrections (Breeze); {@code tol} is the relative
 * improvement at which it ends.
 *
 * <p>Source: org.apache.spark.ml.classification.LogisticRegression of spark-mllib 4.1.0.
 */
public final class SparkFitter implements Fitter {
  private static final double[] TOLERANCES = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-12};

  /** Far more than the default of 100, so that the tolerance ends a fit. */
  private static final int ITERATIONS = 10_000;

  /** For the service loader. */
  public SparkFitter() {}

  @Override
  public String id() {
    return "spark";
  }

  @Override
  public String version() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  @Override
  public String declines(FitProblem problem) {
    int column = problem.intercept() ? -1 : constantColumn(problem);
    return column < 0
        ? null
        : "Spark without an intercept gives constant columns no weight, and column "
            + column
            + " is constant";
  }

  /** The first column whose rows all hold the same value but 0, or -1. */
  private static int constantColumn(FitProblem problem) {
    int[] same = new int[problem.features()];
    double[] first = new double[problem.features()];
    for (int i = 0; i < problem.values().length; i++) {
      int column = problem.columns()[i];
      if (same[column] == 0) {
        first[column] = problem.values()[i];
      }
      if (problem.values()[i] != 0 && problem.values()[i] == first[column]) {
        same[column]++;
      }
    }
    for (int column = 0; column < same.length; column++) {
      if (same[column] == problem.rows()) {
        return column;
      }
    }
    return -1;
  }

  @Override
  public Fit prepare(FitProblem problem) {
    List<Row> rows = new ArrayList<>(problem.rows());
    for (int row = 0; row < problem.rows(); row++) {
      int begin = problem.rowPointers()[row];
      int end = problem.rowPointers()[row + 1];
      Vector features =
          Vectors.sparse(
              problem.features(),
              Arrays.copyOfRange(problem.columns(), begin, end),
              Arrays.copyOfRange(problem.values(), begin, end));
      rows.add(
          RowFactory.create(
              (double) problem.labels()[row], problem.dense() ? features.toDense() : features));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    Dataset<Row> data =
        Session.ONE.createDataFrame(rows, schema).coalesce(1).persist(StorageLevel.MEMORY_ONLY());
    data.count();
    return new SparkFit(problem, data);
  }

  /** Started by the first problem. */
  private static final class Session {
    static final SparkSession ONE =
        SparkSession.builder()
            .appName("gradcore")
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.ui.showConsoleProgress", false)
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 1)
            // Where it would keep tables; the default is the current folder.
            .config("spark.sql.warehouse.dir", warehouse().toUri().toString())
            .getOrCreate();

    private static Path warehouse() {
      try {
        Path folder = Files.createTempDirectory("gradcore-spark");
        folder.toFile().deleteOnExit();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record SparkFit(FitProblem problem, Dataset<Row> data) implements Fit {
    @Override
    public int efforts() {
      return TOLERANCES.length;
    }

    @Override
    public String setting(int effort) {
      return "tolerance " + TOLERANCES[effort];
    }

    @Override
    public double[] run(int effort) {
      boolean binomial = problem.classes() == 2;
      LogisticRegressionModel model =
          new LogisticRegression()
              .setFamily(binomial ? "binomial" : "multinomial")
              .setRegParam(problem.l2())
              .setElasticNetParam(0)
              .setStandardization(false)
              .setFitIntercept(problem.intercept())
              .setTol(TOLERANCES[effort])
              .setMaxIter(ITERATIONS)
              .fit(data);
      double[] parameters = new double[problem.parameters()];
      int outputs = binomial ? 1 : problem.classes();
      for (int output = 0; output < outputs; output++) {
        for (int column = 0; column < problem.features(); column++) {
          parameters[output * problem.features() + column] =
              model.coefficientMatrix().apply(output, column);
        }
        if (problem.intercept()) {
          parameters[outputs * problem.features() + output] = model.interceptVector().apply(output);
        }
      }
      return parameters;
    }
  }
}
