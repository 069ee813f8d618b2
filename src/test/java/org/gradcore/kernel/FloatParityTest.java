package org.gradcore.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradcore.testing.FloatBackend;
import org.gradcore.testing.FloatCall;
import org.gradcore.testing.FloatCalls;
import org.gradcore.testing.FloatCorpus;
import org.gradcore.testing.FloatGenerator;
import org.gradcore.testing.FloatLinearCalls;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel of every backend gives the bits of the scalar backend, NaN payloads apart: at every
 * size around the lane counts and the block lengths, at different offsets, with special values, and
 * with nothing written outside of the given ranges. The BLAS variants have a test of their own.
 */
class FloatParityTest {
  static final long SEED = Seeds.of(FloatParityTest.class);

  static Stream<Arguments> kernels() {
    List<FloatBackend> backends = new ArrayList<>(FloatBackend.underTest());
    backends.add(FloatBackend.dispatched());
    return Stream.of(Kernel.values())
        .flatMap(kernel -> backends.stream().map(backend -> arguments(kernel, backend, SEED)));
  }

  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("kernels")
  void sameBitsAsScalar(Kernel kernel, FloatBackend backend, long seed) {
    backend.orAbort();
    int calls = compare(kernel, backend, seed, FloatCorpus::forEach);
    assertTrue(calls >= 100, "only " + calls + " calls");
  }

  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("kernels")
  void sameBitsWhenArraysEndWithTheirRange(Kernel kernel, FloatBackend backend, long seed) {
    backend.orAbort();
    compare(kernel, backend, seed, FloatCorpus::forEachFlush);
  }

  /**
   * Also holds the scalar backend's own pieces against the whole, and mixes backends in one run.
   */
  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("kernels")
  void sameBitsInPieces(Kernel kernel, FloatBackend backend, long seed) {
    backend.orAbort();
    FloatBackend scalar = FloatBackend.scalar();
    for (int i = 0; i < 12; i++) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, kernel.ordinal(), -1, i));
      FloatCall call = longCall(kernel, random);
      int[] cuts = cuts(call, random);
      FloatCall.Outcome expected = call.run(scalar);
      for (List<FloatBackend> backends :
          List.of(List.of(backend), List.of(scalar), List.of(scalar, backend))) {
        FloatCall.Outcome actual = call.runInPieces(backends, cuts);
        report(call, backends + " in " + (cuts.length + 1) + " pieces", seed, expected, actual);
      }
    }
  }

  private interface Corpus {
    void forEach(Kernel kernel, long seed, Consumer<FloatCall> consumer);
  }

  private static int compare(Kernel kernel, FloatBackend backend, long seed, Corpus corpus) {
    int[] calls = new int[1];
    corpus.forEach(
        kernel,
        seed,
        call -> {
          calls[0]++;
          FloatCall.Outcome expected = call.run(FloatBackend.scalar());
          FloatCall.Outcome actual = run(call, backend, seed);
          report(call, backend, seed, expected, actual);
        });
    return calls[0];
  }

  private static FloatCall.Outcome run(FloatCall call, FloatBackend backend, long seed) {
    try {
      return call.run(backend);
    } catch (RuntimeException e) {
      throw new AssertionError(call + " on " + backend + ": " + e + "; " + Seeds.rerun(seed), e);
    }
  }

  private static void report(
      FloatCall call,
      Object backend,
      long seed,
      FloatCall.Outcome expected,
      FloatCall.Outcome actual) {
    String difference = call.difference(expected, actual);
    if (difference != null) {
      fail(call + " on " + backend + ": " + difference + "; " + Seeds.rerun(seed));
    }
  }

  private static FloatCall longCall(Kernel kernel, SplittableRandom random) {
    FloatGenerator g = FloatGenerator.mixed(random.nextLong());
    if (FloatLinearCalls.takes(kernel)) {
      int classes = FloatLinearCalls.softmax(kernel) ? g.pick(2, 3, 10, 17) : 1;
      int variant = g.below(FloatLinearCalls.variants(kernel));
      return FloatLinearCalls.create(
          kernel, g.pick(257, 600, 1000), g.pick(1, 3, 17), classes, variant, g);
    }
    return FloatCalls.create(
        kernel, g.pick(4097, 9000, 20000), g.below(FloatCalls.variants(kernel)), g);
  }

  private static int[] cuts(FloatCall call, SplittableRandom random) {
    int positions = (call.size() - 1) / call.cut();
    return random
        .ints(Math.min(positions, 5), 1, positions + 1)
        .map(position -> position * call.cut())
        .sorted()
        .distinct()
        .toArray();
  }
}
