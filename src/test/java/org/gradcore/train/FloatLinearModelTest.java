package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gradcore.data.DataDescription;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.data.FloatStandardizer;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.loss.Logistic;
import org.gradcore.objective.FloatLinearObjective;
import org.gradcore.objective.FloatSoftmaxObjective;
import org.gradcore.optim.Adam;
import org.gradcore.train.LinearModel.Element;
import org.gradcore.train.LinearModel.Kind;
import org.junit.jupiter.api.Test;

/** Models predict what was trained, from raw features, and refuse what does not fit. */
class FloatLinearModelTest {
  private static final Kernels KERNELS = Kernels.of(Backend.SCALAR);
  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;
  private static final double[] NONE = {};
  private static final ClassLabels TWO = new ClassLabels(new double[] {-1, 1}, List.of());

  private static LinearModel model(
      Kind kind, ClassLabels labels, double[] means, double[] scales, double... parameters) {
    return new LinearModel(
        kind, Element.FLOAT, 2, true, labels, means, scales, parameters, Map.of());
  }

  private static final FloatDenseMatrix X =
      FloatDenseMatrix.of(new float[] {1, 2, 3, -4, 0, 0, 0, 5}, 0, 4, 2);

  private static FloatCsrMatrix sparse() {
    return FloatCsrMatrix.of(
        4, 2, new int[] {0, 2, 4, 4, 5}, new int[] {0, 1, 0, 1, 1}, new float[] {1, 2, 3, -4, 5});
  }

  @Test
  void linear() {
    LinearModel plain = model(Kind.LINEAR, ClassLabels.NONE, NONE, NONE, 2, 1, 0.5);
    LinearModel standardizing =
        model(Kind.LINEAR, ClassLabels.NONE, new double[] {1, 2}, new double[] {2, 4}, 2, 1, 0.5);
    for (FloatFeatures x : List.of(X, sparse())) {
      assertArrayEquals(new double[] {4.5, 2.5, 0.5, 5.5}, plain.predict(KERNELS, x));
      assertArrayEquals(new double[] {0.5, 1, -1, 0.25}, standardizing.predict(KERNELS, x));
      FloatDataset data = new FloatDataset(x, new float[] {4.5f, 2.5f, 2.5f, 5.5f});
      assertEquals(1, plain.rootMeanSquaredError(KERNELS, data));
      assertThrows(ILLEGAL, () -> plain.accuracy(KERNELS, data));
      assertThrows(ILLEGAL, () -> plain.predictClasses(KERNELS, x));
      FloatDataset noTargets = new FloatDataset(x, new float[0]);
      assertThrows(ILLEGAL, () -> plain.rootMeanSquaredError(KERNELS, noTargets));
    }
  }

  @Test
  void logistic() {
    LinearModel model = model(Kind.LOGISTIC, TWO, NONE, NONE, 1, 1, 0);
    for (FloatFeatures x : List.of(X, sparse())) {
      assertArrayEquals(new int[] {1, 0, 1, 1}, model.predictClasses(KERNELS, x));
      assertArrayEquals(new double[] {1, -1, 1, 1}, model.predict(KERNELS, x));
      FloatDataset data = new FloatDataset(x, new float[] {1, 1, 1, -1});
      assertEquals(0.5, model.accuracy(KERNELS, data));
      assertThrows(ILLEGAL, () -> model.rootMeanSquaredError(KERNELS, data));
      FloatDataset unknown = new FloatDataset(x, new float[] {1, 1, 0, -1});
      assertThrows(ILLEGAL, () -> model.accuracy(KERNELS, unknown));
    }
  }

  @Test
  void softmax() {
    ClassLabels labels = new ClassLabels(new double[] {0, 1, 2}, List.of("a", "b", "c"));
    LinearModel model = model(Kind.SOFTMAX, labels, NONE, NONE, 1, 0, 0, 1, 0, 0, 0, 0, 0.5);
    for (FloatFeatures x : List.of(X, sparse())) {
      assertArrayEquals(new int[] {1, 0, 2, 1}, model.predictClasses(KERNELS, x));
      FloatDataset data =
          new FloatDataset(x, new float[] {0, 1, 0, 0}, List.of(), List.of("b", "a"));
      assertEquals(0.75, model.accuracy(KERNELS, data));
    }
  }

  /** Fewer columns only in sparse data, more columns never. */
  @Test
  void columns() {
    FloatCsrMatrix narrow =
        FloatCsrMatrix.of(1, 1, new int[] {0, 1}, new int[] {0}, new float[] {3});
    FloatCsrMatrix wide = FloatCsrMatrix.of(1, 3, new int[] {0, 1}, new int[] {0}, new float[] {3});
    LinearModel plain = model(Kind.LINEAR, ClassLabels.NONE, NONE, NONE, 2, 1, 0.5);
    LinearModel standardizing =
        model(Kind.LINEAR, ClassLabels.NONE, new double[] {1, 2}, new double[] {2, 4}, 2, 1, 0.5);
    assertArrayEquals(new double[] {6.5}, plain.predict(KERNELS, narrow));
    assertArrayEquals(new double[] {2}, standardizing.predict(KERNELS, narrow));
    for (LinearModel model : List.of(plain, standardizing)) {
      for (FloatFeatures x : List.of(wide, wide.toDense(), narrow.toDense())) {
        IllegalArgumentException e = assertThrows(ILLEGAL, () -> model.predict(KERNELS, x));
        assertTrue(
            e.getMessage().contains("the data have " + x.columns() + " features, the model has 2"),
            e.getMessage());
      }
    }
  }

  private static LinearModel named(Kind kind, ClassLabels labels, double baseline) {
    return new LinearModel(
        kind,
        Element.FLOAT,
        2,
        true,
        labels,
        NONE,
        NONE,
        new double[] {1, 10, 0},
        DataDescription.named(List.of("a", "b"), "y"),
        new Baseline(baseline),
        Map.of());
  }

  /** Columns in another order, and columns that the model does not know. */
  @Test
  void arrangesByName() {
    LinearModel model = named(Kind.LINEAR, ClassLabels.NONE, 3);
    FloatDenseMatrix x = FloatDenseMatrix.of(new float[] {2, 7, 1, 4, 7, 3}, 0, 2, 3);
    FloatCsrMatrix csr =
        FloatCsrMatrix.of(
            2,
            3,
            new int[] {0, 3, 6},
            new int[] {0, 1, 2, 0, 1, 2},
            new float[] {2, 7, 1, 4, 7, 3});
    for (FloatFeatures features : List.of(x, csr)) {
      FloatDataset data =
          new FloatDataset(features, new float[] {21, 42}, List.of("b", "id", "a"), List.of());
      assertEquals(List.of("a", "b"), model.arrange(data).featureNames());
      assertArrayEquals(new double[] {21, 43}, model.predict(KERNELS, data));
      assertEquals(Math.sqrt(0.5), model.rootMeanSquaredError(KERNELS, data), 1e-12);
      FloatDataset bare = new FloatDataset(features.select(2, 0), new float[] {21, 43});
      assertSame(bare, model.arrange(bare));
      assertEquals(0, model.rootMeanSquaredError(KERNELS, bare));
      FloatDataset other =
          new FloatDataset(features, new float[2], List.of("b", "id", "c"), List.of());
      refused("no column 'a': the data have 'b', 'id', 'c'", () -> model.predict(KERNELS, other));
    }
    LinearModel logistic = named(Kind.LOGISTIC, TWO, -1);
    FloatDataset swapped =
        new FloatDataset(
            FloatDenseMatrix.of(new float[] {1, -5, -1, 5}, 0, 2, 2),
            new float[] {1, -1},
            List.of("b", "a"),
            List.of());
    assertEquals(1, logistic.accuracy(KERNELS, swapped));
    assertArrayEquals(new double[] {1, -1}, logistic.predict(KERNELS, swapped));
  }

  @Test
  void baselines() {
    FloatDataset numbers = new FloatDataset(X, new float[] {1, 2, 3, 6});
    Baseline mean = Baseline.of(Kind.LINEAR, numbers);
    assertEquals(3, mean.prediction());
    LinearModel linear = named(Kind.LINEAR, ClassLabels.NONE, 3);
    assertEquals(Math.sqrt(3.5), linear.baselineRootMeanSquaredError(numbers), 1e-12);
    refused("classes", () -> linear.baselineAccuracy(numbers));
    FloatDataset classes = new FloatDataset(X, new float[] {1, -1, 1, -1});
    assertEquals(-1, Baseline.of(Kind.LOGISTIC, classes).prediction()); // the lowest of a tie
    LinearModel logistic = named(Kind.LOGISTIC, TWO, -1);
    FloatDataset mostly = new FloatDataset(X, new float[] {-1, -1, 1, -1});
    assertEquals(0.75, logistic.baselineAccuracy(mostly));
    FloatDataset texts = // numbered otherwise than by the model
        new FloatDataset(X, new float[] {1, 1, 0, 1}, List.of(), List.of("b", "a"));
    LinearModel named =
        named(Kind.LOGISTIC, new ClassLabels(new double[] {0, 1}, List.of("a", "b")), 0);
    assertEquals(0.75, named.baselineAccuracy(texts));
    LinearModel unknown = model(Kind.LINEAR, ClassLabels.NONE, NONE, NONE, 1, 2, 3);
    assertTrue(Double.isNaN(unknown.baselineRootMeanSquaredError(numbers)));
    assertTrue(
        Double.isNaN(model(Kind.LOGISTIC, TWO, NONE, NONE, 1, 2, 3).baselineAccuracy(mostly)));
    assertFalse(Baseline.of(Kind.LINEAR, new FloatDataset(X, new float[0])).known());
    refused("baseline 0.5", () -> named(Kind.LOGISTIC, TWO, 0.5));
  }

  /** From data to a model and back, many rows, with standardization. */
  @Test
  void trained() {
    int rows = 3000;
    float[] x = new float[rows * 2];
    float[] y = new float[rows];
    for (int i = 0; i < rows; i++) {
      x[2 * i] = 1000 + i % 53;
      x[2 * i + 1] = (i % 31) * 0.01f;
      y[i] = i % 53 > 20 ? 2 : 1;
    }
    FloatDataset data = new FloatDataset(FloatDenseMatrix.of(x, 0, rows, 2), y);
    FloatStandardizer standardizer = FloatStandardizer.fit(data.features());
    FloatDenseMatrix standardized = standardizer.apply(data.features());
    ClassLabels labels = ClassLabels.of(data);
    int[] classes = labels.encode(data);
    float[] targets = new float[rows];
    for (int i = 0; i < rows; i++) {
      targets[i] = classes[i];
    }
    TrainingOptions options =
        new TrainingOptions(Adam.defaults().withLearningRate(0.05), 20, 32, 1);
    FloatTrainingResult logistic =
        FloatTrainer.train(
            new FloatLinearObjective(KERNELS, new Logistic(), standardized, targets, true, 1e-4),
            options,
            KERNELS,
            TrainingListener.NONE);
    FloatTrainingResult softmax =
        FloatTrainer.train(
            new FloatSoftmaxObjective(KERNELS, standardized, classes, 2, true, 1e-4),
            options,
            KERNELS,
            TrainingListener.NONE);
    for (Kind kind : List.of(Kind.LOGISTIC, Kind.SOFTMAX)) {
      FloatTrainingResult result = kind == Kind.LOGISTIC ? logistic : softmax;
      LinearModel model =
          new LinearModel(
              kind,
              Element.FLOAT,
              2,
              true,
              labels,
              standardizer.means(),
              standardizer.scales(),
              result.parametersAsDoubles(),
              Map.of());
      double accuracy = model.accuracy(KERNELS, data);
      assertTrue(accuracy > 0.97, kind + " " + accuracy);
      double[] predicted = model.predict(KERNELS, data.features());
      assertEquals(rows, predicted.length);
      assertEquals(1, predicted[0]);
      assertEquals(2, predicted[50]);
    }
  }

  private static void refused(String message, Runnable make) {
    IllegalArgumentException e = assertThrows(ILLEGAL, make::run);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void refusals() {
    ClassLabels none = ClassLabels.NONE;
    refused("2 parameters: 3", () -> model(Kind.LINEAR, none, NONE, NONE, 1, 2));
    refused("logistic regression needs exactly 2", () -> model(Kind.LOGISTIC, none, NONE, NONE, 1));
    refused("softmax regression needs at least 2", () -> model(Kind.SOFTMAX, none, NONE, NONE, 1));
    refused("a linear model has none", () -> model(Kind.LINEAR, TWO, NONE, NONE, 1, 2, 3));
    refused("1 means", () -> model(Kind.LINEAR, none, new double[1], new double[1], 1, 2, 3));
    refused("scale 0.0", () -> model(Kind.LINEAR, none, new double[2], new double[2], 1, 2, 3));
    refused("parameter 1 is NaN", () -> model(Kind.LINEAR, none, NONE, NONE, 1, Double.NaN, 3));
  }
}
