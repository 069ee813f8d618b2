package org.gradcore.cli;

import org.gradcore.data.FloatDataset;
import org.gradcore.dispatch.Kernels;
import org.gradcore.train.LinearModel;

/**
 * How well a model does, and how well its baseline does.
 *
 * @param metric rmse for regression, else accuracy
 * @param onTraining on the training data
 * @param trainingBaseline the baseline on these
 * @param onTest on the test data; NaN if there are none
 * @param testBaseline the baseline on these; NaN if there are none
 */
record FloatScores(
    String metric, double onTraining, double trainingBaseline, double onTest, double testBaseline) {
  static FloatScores of(
      Kernels kernels, LinearModel model, FloatDataset training, FloatDataset test) {
    return new FloatScores(
        metric(model),
        score(kernels, model, training),
        baseline(model, training),
        test == null ? Double.NaN : score(kernels, model, test),
        test == null ? Double.NaN : baseline(model, test));
  }

  /** What a model is measured by. */
  static String metric(LinearModel model) {
    return model.kind() == LinearModel.Kind.LINEAR ? "rmse" : "accuracy";
  }

  /** The metric of a model. */
  static double score(Kernels kernels, LinearModel model, FloatDataset data) {
    return model.kind() == LinearModel.Kind.LINEAR
        ? model.rootMeanSquaredError(kernels, data)
        : model.accuracy(kernels, data);
  }

  /** The metric of its baseline; NaN if that is not known. */
  static double baseline(LinearModel model, FloatDataset data) {
    return model.kind() == LinearModel.Kind.LINEAR
        ? model.baselineRootMeanSquaredError(data)
        : model.baselineAccuracy(data);
  }
}
