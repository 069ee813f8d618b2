package org.gradcore.peers.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.gradcore.jmh.FitProblem;
import org.gradcore.jmh.Fitter;
import org.gradcore.peers.Fits;
import org.junit.jupiter.api.Test;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.liblinear.LibLinearClassificationModel;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class TribuoFittersTest {
  @Test
  void javaLiblinearReachesTheOptimum() {
    for (boolean dense : new boolean[] {false, true}) {
      for (boolean intercept : new boolean[] {false, true}) {
        Fits.check(new JavaLiblinearFitter(), Fits.problem(2, dense, intercept, 0.01, false));
        Fits.check(new JavaLiblinearFitter(), Fits.problem(2, dense, intercept, 1, false));
      }
    }
  }

  @Test
  void declinesOtherObjectives() {
    FitProblem two = Fits.problem(2, true, true, 0.01, false);
    FitProblem three = Fits.problem(3, true, true, 0.01, false);
    assertTrue(new JavaLiblinearFitter().declines(three).contains("one against the rest"));
    assertTrue(new TribuoLiblinearFitter().declines(two).contains("intercept"));
    assertTrue(new TribuoLiblinearFitter().declines(three).contains("one against the rest"));
    assertTrue(new TribuoSgdFitter().declines(two).contains("penalty"));
  }

  /** Why Tribuo's LIBLINEAR is declined: its optimum is that of a penalized intercept. */
  @Test
  void tribuoPenalizesTheIntercept() {
    FitProblem problem = Fits.problem(2, true, true, 1, false);
    LibLinearClassificationModel model =
        (LibLinearClassificationModel)
            new LibLinearClassificationTrainer(
                    new LinearClassificationType(LinearType.L2R_LR),
                    1 / (problem.l2() * problem.rows()),
                    1000,
                    1e-10)
                .train(dataset(problem));
    double[] weights = model.getInnerModels().get(0).getFeatureWeights();
    assertEquals(problem.features() + 1, weights.length);
    if (model.getInnerModels().get(0).getLabels()[0]
        != model.getOutputIDInfo().getID(new Label("1"))) {
      weights = Arrays.stream(weights).map(w -> -w).toArray();
    }
    double gap = Fits.objective(problem, weights) - Fits.optimum(problem);
    assertTrue(gap > 1e-3, "gap " + gap + ", " + Fits.describe(problem));
    FitProblem penalized = withOnes(problem);
    double other = Fits.objective(penalized, weights) - Fits.optimum(penalized);
    assertTrue(Math.abs(other) < 1e-6, "gap " + other + ", " + Fits.describe(problem));
  }

  /**
   * Why Tribuo's stochastic gradients are declined: nothing that they can be given is a penalty.
   */
  @Test
  void tribuoSgdHasNoPenalty() {
    Set<String> names =
        new TreeSet<>(
            new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(0.1), 5, 1)
                .getProvenance()
                .getConfiguredParameters()
                .keySet());
    assertEquals(
        Set.of(
            "epochs",
            "loggingInterval",
            "minibatchSize",
            "objective",
            "optimiser",
            "seed",
            "shuffle"),
        names);
  }

  @Test
  void isFound() {
    long found =
        ServiceLoader.load(Fitter.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f.id().startsWith("tribuo") || f.id().startsWith("liblinear"))
            .peek(f -> assertNotNull(f.version()))
            .count();
    assertEquals(3, found);
  }

  private static MutableDataset<Label> dataset(FitProblem problem) {
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("generated", labels), labels);
    for (int row = 0; row < problem.rows(); row++) {
      List<Feature> features = new ArrayList<>();
      for (int i = problem.rowPointers()[row]; i < problem.rowPointers()[row + 1]; i++) {
        features.add(new Feature("x" + problem.columns()[i], problem.values()[i]));
      }
      data.add(new ArrayExample<>(new Label("" + problem.labels()[row]), features));
    }
    return data;
  }

  /** A dense problem with a column of ones instead of its intercept. */
  private static FitProblem withOnes(FitProblem problem) {
    int width = problem.features() + 1;
    int[] rowPointers = new int[problem.rows() + 1];
    int[] columns = new int[problem.rows() * width];
    double[] values = new double[problem.rows() * width];
    for (int row = 0; row < problem.rows(); row++) {
      rowPointers[row + 1] = (row + 1) * width;
      for (int column = 0; column < width; column++) {
        columns[row * width + column] = column;
        values[row * width + column] =
            column == width - 1 ? 1 : problem.values()[row * problem.features() + column];
      }
    }
    return new FitProblem(
        problem.name() + ", penalized intercept",
        problem.rows(),
        width,
        2,
        true,
        rowPointers,
        columns,
        values,
        problem.labels(),
        problem.l2(),
        false);
  }
}
