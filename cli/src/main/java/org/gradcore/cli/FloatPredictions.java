package org.gradcore.cli;

import java.util.Arrays;
import org.gradcore.data.FloatDataset;
import org.gradcore.dispatch.Kernels;
import org.gradcore.train.LinearModel;

/** Predictions as text, one per row: a CSV field each. */
final class FloatPredictions {
  private FloatPredictions() {}

  static String[] of(LinearModel model, Kernels kernels, FloatDataset data) {
    String[] lines = new String[data.rows()];
    if (model.kind() == LinearModel.Kind.LINEAR) {
      double[] values = model.predict(kernels, data.features());
      for (int i = 0; i < lines.length; i++) {
        lines[i] = Float.toString((float) values[i]);
      }
    } else {
      String[] labels = new String[model.labels().count()];
      Arrays.setAll(labels, k -> CsvField.of(model.labels().label(k)));
      int[] classes = model.predictClasses(kernels, data.features());
      for (int i = 0; i < lines.length; i++) {
        lines[i] = labels[classes[i]];
      }
    }
    return lines;
  }
}
