package org.gradcore.train;

import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.data.FloatStandardizer;
import org.gradcore.dispatch.Kernels;
import org.gradcore.objective.FloatPredictor;

/** Predictions of a {@link LinearModel} from raw float features. */
final class FloatModelPredictor {
  private static final int BLOCK = 1024;

  private final LinearModel model;
  private final FloatPredictor predictor;
  private final FloatStandardizer standardizer;

  FloatModelPredictor(LinearModel model, Kernels kernels) {
    this.model = model;
    double[] doubles = model.parameters();
    float[] parameters = new float[doubles.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) doubles[i];
      if (Float.isInfinite(parameters[i])) {
        throw new IllegalArgumentException(
            "parameter " + i + " is " + doubles[i] + ": too large for the element type float");
      }
    }
    predictor =
        new FloatPredictor(
            kernels, model.features(), model.outputs(), model.intercept(), parameters);
    standardizer =
        model.standardizes() ? new FloatStandardizer(model.means(), model.scales()) : null;
  }

  int[] classes(FloatFeatures x) {
    predictor.checkColumns(x);
    int[] classes = new int[x.rows()];
    for (int first = 0; first < classes.length; first += BLOCK) {
      int count = Math.min(BLOCK, classes.length - first);
      System.arraycopy(predictor.classes(block(x, first, count)), 0, classes, first, count);
    }
    return classes;
  }

  double[] margins(FloatFeatures x) {
    predictor.checkColumns(x);
    double[] margins = new double[x.rows()];
    float[] block = new float[Math.min(BLOCK, margins.length)];
    for (int first = 0; first < margins.length; first += BLOCK) {
      int count = Math.min(BLOCK, margins.length - first);
      predictor.scores(block(x, first, count), 0, count, block, 0);
      for (int p = 0; p < count; p++) {
        margins[first + p] = block[p];
      }
    }
    return margins;
  }

  /** Rows, standardized if the model says so: block by block, since that makes them dense. */
  private FloatFeatures block(FloatFeatures x, int first, int count) {
    FloatFeatures rows = x.rows(first, first + count);
    if (standardizer == null) {
      return rows;
    }
    if (rows instanceof FloatCsrMatrix csr && csr.columns() < model.features()) {
      rows =
          FloatCsrMatrix.of(
              count, model.features(), csr.rowPointers(), csr.columnIndices(), csr.values());
    }
    return standardizer.apply(rows);
  }
}
