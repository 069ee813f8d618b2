package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FloatStandardizerTest {

  /** The example of scikit-learn's StandardScaler. */
  @Test
  void standardizesTheExample() {
    FloatDenseMatrix data = FloatDenseMatrix.of(new float[] {7, 0, 0, 0, 0, 1, 1, 1, 1}, 1, 4, 2);
    FloatStandardizer standardizer = FloatStandardizer.fit(data);
    assertArrayEquals(new double[] {0.5, 0.5}, standardizer.means());
    assertArrayEquals(new double[] {0.5, 0.5}, standardizer.scales());
    FloatDenseMatrix result = standardizer.apply(data);
    assertArrayEquals(new float[] {-1, -1, -1, -1, 1, 1, 1, 1}, result.values());
    assertNotSame(data.values(), result.values());
    assertEquals(0, data.values()[1]);
    assertEquals(3, standardizer.apply(FloatDenseMatrix.of(new float[] {2, 2}, 0, 1, 2)).get(0, 0));
    standardizer.applyInPlace(data);
    assertArrayEquals(new float[] {7, -1, -1, -1, -1, 1, 1, 1, 1}, data.values());
  }

  /** Against exact arithmetic, dense and CSR, also far from 0. */
  @Test
  void meansAndDeviationsAreExactUpToRounding() {
    for (int run = 0; run < 100; run++) {
      RandomGenerator random = Seeds.random(run);
      int rows = random.nextInt(2, 200);
      int columns = random.nextInt(1, 8);
      double density = random.nextDouble();
      double shift = random.nextInt(3) == 0 ? 1000 : 0;
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        if (random.nextDouble() < density) {
          values[i] = (float) (shift + random.nextGaussian());
        }
      }
      FloatDenseMatrix dense = FloatDenseMatrix.of(values, 0, rows, columns);
      FloatCsrMatrix csr = sparse(dense);
      FloatStandardizer a = FloatStandardizer.fit(dense);
      FloatStandardizer b = FloatStandardizer.fit(csr);
      for (int j = 0; j < columns; j++) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < rows; i++) {
          sum = sum.add(new BigDecimal(dense.get(i, j)));
        }
        BigDecimal n = BigDecimal.valueOf(rows);
        BigDecimal mean = sum.divide(n, MathContext.DECIMAL128);
        BigDecimal squares = BigDecimal.ZERO;
        for (int i = 0; i < rows; i++) {
          squares = squares.add(new BigDecimal(dense.get(i, j)).subtract(mean).pow(2));
        }
        double scale =
            squares.divide(n, MathContext.DECIMAL128).sqrt(MathContext.DECIMAL128).doubleValue();
        String seed = Seeds.describe(run) + ", column " + j;
        for (FloatStandardizer s : new FloatStandardizer[] {a, b}) {
          assertEquals(mean.doubleValue(), s.means()[j], 1e-12 * (1 + shift), seed);
          assertEquals(scale == 0 ? 1 : scale, s.scales()[j], 1e-12 * (1 + scale), seed);
        }
      }
      assertArrayEquals(b.apply(dense).values(), b.apply(csr).values(), Seeds.describe(run));
    }
  }

  private static FloatCsrMatrix sparse(FloatDenseMatrix dense) {
    int[] pointers = new int[dense.rows() + 1];
    int[] indices = new int[dense.values().length];
    float[] values = new float[dense.values().length];
    int n = 0;
    for (int i = 0; i < dense.rows(); i++) {
      for (int j = 0; j < dense.columns(); j++) {
        if (dense.get(i, j) != 0 || j % 5 == 4) { // some explicit zeros
          indices[n] = j;
          values[n++] = dense.get(i, j);
        }
      }
      pointers[i + 1] = n;
    }
    return FloatCsrMatrix.of(
        dense.rows(),
        dense.columns(),
        pointers,
        Arrays.copyOf(indices, n),
        Arrays.copyOf(values, n));
  }

  @Test
  void constantColumnsBecomeZero() {
    float[] values = new float[3000];
    for (int i = 0; i < 1000; i++) {
      values[3 * i] = 0.1f; // whose mean does not come out exactly
      values[3 * i + 1] = -1e20f;
    }
    FloatDenseMatrix dense = FloatDenseMatrix.of(values, 0, 1000, 3);
    for (FloatFeatures features : new FloatFeatures[] {dense, sparse(dense)}) {
      FloatStandardizer standardizer = FloatStandardizer.fit(features);
      assertArrayEquals(new double[] {1, 1, 1}, standardizer.scales());
      for (float x : standardizer.apply(features).values()) {
        assertEquals(0, x);
      }
    }
    // Constant up to rounding: scikit-learn's rule, by which dividing would only blow up noise.
    double[] nearly = {1e9, 1e9, 1e9 + 1e-7};
    FloatDenseMatrix noise =
        FloatDenseMatrix.of(
            new float[] {(float) nearly[0], (float) nearly[1], (float) nearly[2]}, 0, 3, 1);
    assertEquals(1, FloatStandardizer.fit(noise).scales()[0]);
    // One row is constant.
    assertEquals(0, FloatStandardizer.fit(dense.rows(0, 1)).apply(dense.rows(0, 1)).get(0, 1));
  }

  @Test
  void refusesWhatItCannotDo() {
    FloatStandardizer standardizer = new FloatStandardizer(new double[50_000], filled(50_000));
    FloatCsrMatrix large = FloatCsrMatrix.of(2001, 50_000, new int[2002], new int[0], new float[0]);
    assertEquals(
        "standardizing makes this sparse matrix of 2001 rows and 50000 columns dense, 100050000"
            + " values, and at most 100000000 are allowed; train without standardization, or scale"
            + " the columns beforehand",
        assertThrows(IllegalArgumentException.class, () -> standardizer.apply(large)).getMessage());
    assertEquals(
        "2 columns: 50000, as in the rows fitted to, are needed",
        assertThrows(
                IllegalArgumentException.class,
                () -> standardizer.apply(FloatDenseMatrix.of(new float[2], 0, 1, 2)))
            .getMessage());
    assertEquals(
        "no rows to fit to: at least 1 is needed",
        assertThrows(
                IllegalArgumentException.class,
                () -> FloatStandardizer.fit(FloatDenseMatrix.of(new float[0], 0, 0, 2)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new FloatStandardizer(new double[1], new double[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FloatStandardizer(new double[] {Double.NaN}, new double[] {1}));
    assertThrows(
        IllegalArgumentException.class, () -> new FloatStandardizer(new double[2], filled(1)));
    assertTrue(FloatStandardizer.fit(large).scales()[0] == 1);
  }

  private static double[] filled(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
