package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.loss.Logistic;
import org.gradcore.loss.Reduction;
import org.gradcore.loss.SquaredError;
import org.gradcore.objective.FloatLinearObjective;
import org.gradcore.objective.FloatObjective;
import org.gradcore.objective.FloatSoftmaxObjective;
import org.gradcore.optim.Adam;
import org.gradcore.optim.AdamW;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.RmsProp;
import org.gradcore.optim.Sgd;
import org.gradcore.testing.KernelSets;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same seed gives the same bits on every backend that does not call BLAS. */
class FloatReproducibleTrainingTest {
  private static final long SEED = Seeds.of(FloatReproducibleTrainingTest.class);
  private static final int ROWS = 700;
  private static final int COLUMNS = 19;
  private static final int CLASSES = 3;

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          Sgd.defaults().withLearningRate(0.05).withMomentum(0.9).withNesterov(true),
          Adam.defaults().withLearningRate(0.02).withAmsgrad(true),
          AdamW.defaults().withLearningRate(0.02),
          RmsProp.defaults().withCentered(true).withMomentum(0.5));

  private final FloatDenseMatrix dense;
  private final FloatCsrMatrix csr;
  private final float[] values = new float[ROWS];
  private final float[] binary = new float[ROWS];
  private final int[] classes = new int[ROWS];
  private final float[] weights = new float[ROWS];

  FloatReproducibleTrainingTest() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    float[] x = new float[ROWS * COLUMNS];
    int[] pointers = new int[ROWS + 1];
    int[] indices = new int[x.length];
    float[] entries = new float[x.length];
    int stored = 0;
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        if (random.nextBoolean()) {
          x[i * COLUMNS + j] = (float) random.nextGaussian();
          indices[stored] = j;
          entries[stored++] = x[i * COLUMNS + j];
        }
      }
      pointers[i + 1] = stored;
      values[i] = (float) random.nextGaussian();
      binary[i] = random.nextInt(2);
      classes[i] = random.nextInt(CLASSES);
      weights[i] = random.nextInt(1, 4);
    }
    dense = FloatDenseMatrix.of(x, 0, ROWS, COLUMNS);
    csr =
        FloatCsrMatrix.of(
            ROWS,
            COLUMNS,
            pointers,
            Arrays.copyOf(indices, stored),
            Arrays.copyOf(entries, stored));
  }

  private List<FloatTrainingResult> train(Kernels kernels, long seed) {
    List<FloatTrainingResult> results = new ArrayList<>();
    for (FloatFeatures x : List.of(dense, csr)) {
      List<FloatObjective> objectives =
          List.of(
              new FloatSoftmaxObjective(
                  kernels, x, classes, CLASSES, weights, Reduction.WEIGHTED_MEAN, true, 0.01),
              new FloatLinearObjective(kernels, new Logistic(), x, binary, true, 0.01),
              new FloatLinearObjective(
                  kernels, new SquaredError(), x, values, weights, Reduction.MEAN, false, 0));
      for (FloatObjective objective : objectives) {
        for (Optimizer optimizer : OPTIMIZERS) {
          results.add(
              FloatTrainer.train(
                  objective,
                  new TrainingOptions(optimizer, 2, 50, seed),
                  kernels,
                  TrainingListener.NONE));
        }
      }
    }
    return results;
  }

  @TestFactory
  List<DynamicTest> sameBits() {
    List<FloatTrainingResult> expected = train(KernelSets.of(Candidate.SCALAR), 1);
    List<DynamicTest> tests = new ArrayList<>();
    for (Candidate candidate : KernelSets.canonical()) {
      tests.add(
          DynamicTest.dynamicTest(
              candidate.id(), () -> same(expected, train(KernelSets.of(candidate), 1))));
    }
    tests.add(
        DynamicTest.dynamicTest(
            "dispatched, reproducible", () -> same(expected, train(Kernels.reproducible(), 1))));
    return tests;
  }

  private static void same(List<FloatTrainingResult> expected, List<FloatTrainingResult> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      String message = "run " + i + "; " + Seeds.rerun(SEED);
      assertEquals(expected.get(i).objective(), actual.get(i).objective(), message);
      assertArrayEquals(expected.get(i).parameters(), actual.get(i).parameters(), message);
    }
  }

  @Test
  void anotherSeed() {
    Kernels kernels = KernelSets.of(Candidate.SCALAR);
    assertNotEquals(train(kernels, 1).get(0).objective(), train(kernels, 2).get(0).objective());
  }
}
