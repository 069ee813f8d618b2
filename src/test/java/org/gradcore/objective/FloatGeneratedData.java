package org.gradcore.objective;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradcore.data.FloatCsrMatrix;
import org.gradcore.data.FloatDenseMatrix;
import org.gradcore.loss.PointLoss;
import org.gradcore.testing.Seeds;

/** A small data set, dense and as the same matrix in CSR, with targets of every kind. */
final class FloatGeneratedData {
  final FloatDenseMatrix dense;
  final FloatCsrMatrix csr;
  final int classCount;
  final float[] values;
  final float[] binary;
  final float[] signed;
  final int[] classes;
  final float[] weights;

  FloatGeneratedData(long seed, int rows, int columns, int classCount) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom")
            .create(Seeds.derive(seed, rows, columns, classCount));
    this.classCount = classCount;
    float[] x = new float[rows * columns];
    int[] pointers = new int[rows + 1];
    int[] indices = new int[rows * columns];
    float[] entries = new float[rows * columns];
    int stored = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        if (random.nextInt(3) > 0) {
          float value = (float) random.nextGaussian();
          x[i * columns + j] = value;
          indices[stored] = j;
          entries[stored++] = value;
        }
      }
      pointers[i + 1] = stored;
    }
    dense = FloatDenseMatrix.of(x, 0, rows, columns);
    csr =
        FloatCsrMatrix.of(
            rows,
            columns,
            pointers,
            Arrays.copyOf(indices, stored),
            Arrays.copyOf(entries, stored));
    values = new float[rows];
    binary = new float[rows];
    signed = new float[rows];
    classes = new int[rows];
    weights = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (float) random.nextGaussian();
      binary[i] = random.nextInt(2);
      signed[i] = 2 * binary[i] - 1;
      classes[i] = random.nextInt(classCount);
      weights[i] = random.nextInt(5) * 0.25f;
    }
  }

  float[] targets(PointLoss loss) {
    return switch (loss.targets()) {
      case REAL -> values;
      case ZERO_TO_ONE -> binary;
      case SIGNED -> signed;
    };
  }

  static float[] parameters(long seed, int count) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    float[] parameters = new float[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = (float) (0.5 * random.nextGaussian());
    }
    return parameters;
  }
}
