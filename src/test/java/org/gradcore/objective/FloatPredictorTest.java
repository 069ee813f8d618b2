package org.gradcore.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.data.FloatFeatures;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;

class FloatPredictorTest {
  private static final long SEED = Seeds.of(FloatPredictorTest.class);
  private static final Kernels KERNELS = Kernels.of(Backend.SCALAR);
  private static final int ROWS = 2500; // more than two blocks
  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;

  private final FloatGeneratedData data = new FloatGeneratedData(SEED, ROWS, 5, 3);

  private static double score(FloatDenseMatrix x, int i, float[] w, int outputs, int k) {
    int d = x.columns();
    double z = w[outputs * d + k];
    for (int j = 0; j < d; j++) {
      z += (double) x.get(i, j) * w[k * d + j];
    }
    return z;
  }

  @Test
  void oneOutput() {
    float[] w = FloatGeneratedData.parameters(SEED, 6);
    FloatPredictor predictor = new FloatPredictor(KERNELS, 5, 1, true, w);
    for (FloatFeatures x : List.of(data.dense, data.csr)) {
      float[] margins = new float[ROWS + 1];
      predictor.scores(x, 0, ROWS, margins, 1);
      int[] classes = predictor.classes(x);
      double squares = 0;
      int right = 0;
      for (int i = 0; i < ROWS; i++) {
        double z = score(data.dense, i, w, 1, 0);
        assertEquals(z, margins[1 + i], 1e-5, Seeds.rerun(SEED));
        assertEquals(margins[1 + i] >= 0 ? 1 : 0, classes[i]);
        squares += Math.pow(z - data.values[i], 2);
        right += classes[i] == (int) data.binary[i] ? 1 : 0;
      }
      double expected = Math.sqrt(squares / ROWS);
      assertEquals(expected, predictor.rootMeanSquaredError(x, data.values), 1e-5);
      int[] targets = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        targets[i] = (int) data.binary[i];
      }
      assertEquals(right / (double) ROWS, predictor.accuracy(x, targets));
    }
  }

  @Test
  void softmax() {
    float[] w = FloatGeneratedData.parameters(SEED, 18);
    FloatPredictor predictor = new FloatPredictor(KERNELS, 5, 3, true, w);
    for (FloatFeatures x : List.of(data.dense, data.csr)) {
      float[] logits = new float[ROWS * 3];
      predictor.scores(x, 0, ROWS, logits, 0);
      int[] classes = predictor.classes(x);
      for (int i = 0; i < ROWS; i++) {
        for (int k = 0; k < 3; k++) {
          assertEquals(score(data.dense, i, w, 3, k), logits[3 * i + k], 1e-5);
          assertTrue(logits[3 * i + classes[i]] >= logits[3 * i + k]);
        }
      }
      assertEquals(1, predictor.accuracy(x, classes));
      assertThrows(ILLEGAL, () -> predictor.rootMeanSquaredError(x, data.values));
    }
    FloatPredictor zero = new FloatPredictor(KERNELS, 5, 3, false, new float[15]);
    assertArrayEquals(new int[ROWS], zero.classes(data.dense)); // ties: the first class
  }

  /** Sparse data may lack columns at the end; nothing else may differ. */
  @Test
  void columns() {
    FloatPredictor predictor =
        new FloatPredictor(KERNELS, 3, 1, true, new float[] {1, 10, 100, 0.5f});
    float[] out = new float[1];
    FloatCsrMatrix narrow =
        FloatCsrMatrix.of(1, 2, new int[] {0, 1}, new int[] {1}, new float[] {2});
    predictor.scores(narrow, 0, 1, out, 0);
    assertEquals(20.5f, out[0]);
    FloatCsrMatrix wide = FloatCsrMatrix.of(1, 4, new int[] {0, 1}, new int[] {1}, new float[] {2});
    for (FloatFeatures x : List.of(wide, narrow.toDense(), wide.toDense())) {
      IllegalArgumentException e = assertThrows(ILLEGAL, () -> predictor.scores(x, 0, 1, out, 0));
      assertTrue(e.getMessage().contains("the model has 3"), e.getMessage());
    }
  }

  @Test
  void refusals() {
    assertThrows(ILLEGAL, () -> new FloatPredictor(KERNELS, 3, 1, true, new float[3]));
    assertThrows(ILLEGAL, () -> new FloatPredictor(KERNELS, 3, 0, true, new float[0]));
    assertThrows(ILLEGAL, () -> new FloatPredictor(KERNELS, -1, 1, true, new float[0]));
    FloatPredictor predictor = new FloatPredictor(KERNELS, 5, 1, false, new float[5]);
    Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
    float[] out = new float[3];
    assertThrows(outside, () -> predictor.scores(data.dense, ROWS - 1, 2, out, 0));
    assertThrows(outside, () -> predictor.scores(data.dense, 0, 3, out, 1));
    assertThrows(outside, () -> predictor.scores(data.dense, 0, 1, out, -1));
    assertThrows(ILLEGAL, () -> predictor.accuracy(data.dense, new int[ROWS - 1]));
    assertThrows(ILLEGAL, () -> predictor.rootMeanSquaredError(data.dense, new float[1]));
    FloatDenseMatrix none = FloatDenseMatrix.of(new float[0], 0, 0, 5);
    assertThrows(ILLEGAL, () -> predictor.accuracy(none, new int[0]));
  }
}
