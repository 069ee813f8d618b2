package org.gradcore.testing;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.Kernel;

/**
 * The generated calls that a test runs: every size in turn, with random flags, offsets and values;
 * then every combination of flags at a few sizes. Small calls come first.
 */
public final class FloatCorpus {
  private static final int LANES = Blocks.LANE_BYTES / Float.BYTES;
  private static final int BLOCK = Blocks.REDUCTION_BLOCK;

  private static final int[] LONG_LENGTHS = {
    255, 256, 257, 1000, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + LANES + 1, 12289
  };
  private static final int[] CLASSES = {1, 2, 3, 4, 5, 10, 16, 17, 26, 64, 65, 100};
  private static final int[] FEATURES = {
    1, 2, 3, 5, 8, 15, 16, 17, 31, 63, 64, 65, 127, 128, 129, 200
  };
  private static final int[] ROWS = {0, 1, 2, 3, 7, 255, 256, 257, 600};

  private final Kernel kernel;
  private final long seed;
  private final LongFunction<FloatGenerator> generators;
  private final Consumer<FloatCall> consumer;
  private int number;

  private FloatCorpus(
      Kernel kernel,
      long seed,
      LongFunction<FloatGenerator> generators,
      Consumer<FloatCall> consumer) {
    this.kernel = kernel;
    this.seed = seed;
    this.generators = generators;
    this.consumer = consumer;
  }

  /** Some hundreds of calls of a kernel. */
  public static void forEach(Kernel kernel, long seed, Consumer<FloatCall> consumer) {
    FloatCorpus corpus = new FloatCorpus(kernel, seed, FloatGenerator::mixed, consumer);
    if (FloatLinearCalls.takes(kernel)) {
      corpus.rows();
    } else {
      corpus.lengths();
    }
  }

  /** As {@link #forEach} with fewer sizes. */
  public static void forEachOfFew(Kernel kernel, long seed, Consumer<FloatCall> consumer) {
    few(kernel, seed, FloatGenerator::mixed, consumer);
  }

  /** As {@link #forEachOfFew}, and every array ends with its range. */
  public static void forEachFlush(Kernel kernel, long seed, Consumer<FloatCall> consumer) {
    few(kernel, seed, FloatGenerator::flush, consumer);
  }

  private static void few(
      Kernel kernel,
      long seed,
      LongFunction<FloatGenerator> generators,
      Consumer<FloatCall> consumer) {
    FloatCorpus corpus = new FloatCorpus(kernel, seed, generators, consumer);
    if (FloatLinearCalls.takes(kernel)) {
      corpus.fewRows();
    } else {
      corpus.fewLengths();
    }
  }

  private FloatGenerator next() {
    return generators.apply(Seeds.derive(seed, kernel.ordinal(), number++));
  }

  private void length(int length) {
    FloatGenerator g = next();
    int variant = g.below(FloatCalls.variants(kernel));
    consumer.accept(FloatCalls.create(kernel, length, variant, g));
  }

  private void classes(int rows, int classes) {
    FloatGenerator g = next();
    int variant = g.below(FloatCalls.variants(kernel));
    consumer.accept(FloatCalls.softmax(rows, classes, variant, g));
  }

  private void lengths() {
    for (int length = 0; length <= 2 * LANES + 3; length++) {
      length(length);
      length(length);
    }
    for (int variant = 0; variant < FloatCalls.variants(kernel); variant++) {
      for (int repetition = 0; repetition < 4; repetition++) {
        FloatGenerator g = next();
        int length = repetition == 0 ? 2 * LANES + 3 : 1 + g.below(3 * LANES);
        consumer.accept(FloatCalls.create(kernel, length, variant, g));
      }
    }
    if (kernel == Kernel.SOFTMAX_CROSS_ENTROPY) {
      for (int classes = 1; classes <= 2 * LANES + 3; classes++) {
        classes(1 + classes % 3, classes);
      }
      for (int classes : new int[] {BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5}) {
        classes(2, classes);
        classes(1, classes);
      }
    }
    for (int length : LONG_LENGTHS) {
      for (int repetition = 0; repetition < 3; repetition++) {
        length(length);
      }
    }
  }

  private void fewLengths() {
    for (int length : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 19, 31, 32, 33, 47, 63}) {
      length(length);
    }
    for (int variant = 0; variant < FloatCalls.variants(kernel); variant++) {
      FloatGenerator g = next();
      consumer.accept(FloatCalls.create(kernel, 1 + g.below(2 * LANES + 3), variant, g));
    }
    if (kernel == Kernel.SOFTMAX_CROSS_ENTROPY) {
      for (int classes : CLASSES) {
        classes(3, classes);
      }
    }
    for (int length : new int[] {2 * LANES - 1, 2 * LANES, 2 * LANES + 1, 1000, BLOCK + 1}) {
      length(length);
    }
  }

  private void row(int rows, int features, int classes) {
    FloatGenerator g = next();
    int variant = g.below(FloatLinearCalls.variants(kernel));
    consumer.accept(FloatLinearCalls.create(kernel, rows, features, classes, variant, g));
  }

  private int someClasses() {
    return FloatLinearCalls.softmax(kernel) ? next().pick(2, 3, 5, 10, 17) : 1;
  }

  private void everyVariant(int repetitions) {
    for (int variant = 0; variant < FloatLinearCalls.variants(kernel); variant++) {
      for (int repetition = 0; repetition < repetitions; repetition++) {
        FloatGenerator g = next();
        int rows = g.pick(1, 2, 3, 5, 7, 9);
        int features = g.pick(1, 2, 3, 5, 8, 16, 17, 33, 65);
        consumer.accept(FloatLinearCalls.create(kernel, rows, features, someClasses(), variant, g));
      }
    }
  }

  private void rows() {
    for (int features : FEATURES) {
      for (int repetition = 0; repetition < 4; repetition++) {
        row(next().pick(1, 2, 3, 4, 7, 9, 20), features, someClasses());
      }
    }
    everyVariant(FloatLinearCalls.variants(kernel) == 64 ? 2 : 4);
    if (FloatLinearCalls.softmax(kernel)) {
      for (int classes : CLASSES) {
        for (int repetition = 0; repetition < 4; repetition++) {
          row(next().pick(1, 2, 3, 7, 10), next().pick(1, 3, 8, 17, 33), classes);
        }
      }
      row(2, 2, BLOCK + 1);
    }
    row(3, BLOCK + 4, FloatLinearCalls.softmax(kernel) ? 3 : 1);
    for (int rows : ROWS) {
      for (int repetition = 0; repetition < 4; repetition++) {
        row(rows, next().pick(1, 2, 3, 8, 17, 65), someClasses());
      }
    }
    row(257, 129, FloatLinearCalls.softmax(kernel) ? 26 : 1);
    row(256, 17, FloatLinearCalls.softmax(kernel) ? 65 : 1);
  }

  private void fewRows() {
    for (int features : FEATURES) {
      row(next().pick(1, 2, 3, 7), features, someClasses());
    }
    everyVariant(1);
    if (FloatLinearCalls.softmax(kernel)) {
      for (int classes : CLASSES) {
        row(3, next().pick(1, 3, 8, 17), classes);
      }
    }
    for (int rows : new int[] {0, 255, 256, 257}) {
      row(rows, next().pick(1, 3, 17), someClasses());
    }
  }
}
