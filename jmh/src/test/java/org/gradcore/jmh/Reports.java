package org.gradcore.jmh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcore.dispatch.Backend;
import org.gradcore.dispatch.Candidate;
import org.gradcore.dispatch.Isa;
import org.gradcore.dispatch.Workload;
import org.gradcore.kernel.Kernel;

/** Reports made of given times instead of measured ones. */
final class Reports {
  static final Contestant STREAM = new Contestant("stream", Contestant.Origin.LIMIT, null, 256);
  static final Contestant PLAIN = new Contestant("plain", Contestant.Origin.PLAIN, null, 256);
  static final Contestant SCALAR = candidate(Candidate.SCALAR);
  static final Contestant VECTOR = candidate(Candidate.VECTOR);
  static final Contestant AVX2 = candidate(new Candidate(Backend.OPENBLAS, Isa.AVX2, false));
  static final Contestant DISPATCH =
      new Contestant("dispatch", Contestant.Origin.DISPATCH, null, 256);

  static final Contestant PEER = new Contestant(new PeerInfo("peer", "1.0", "peer", Map.of()));

  static final List<Contestant> ALL = List.of(STREAM, PLAIN, SCALAR, VECTOR, AVX2, DISPATCH);

  private static final Machine MACHINE =
      new Machine(
          "A <fast> processor",
          "cpu 1",
          List.of("avx2", "fma"),
          2,
          "Linux",
          "JDK 25",
          "0.1.0",
          256,
          "profile",
          "2026-01-02T03:04:05Z");

  private Reports() {}

  private static Contestant candidate(Candidate candidate) {
    return new Contestant(candidate.id(), Contestant.Origin.CANDIDATE, candidate, 256);
  }

  static Report build(Report.Builder builder) {
    return builder.build(
        MACHINE,
        new Report.Run(
            "quick",
            Instant.parse("2026-01-02T03:04:05Z"),
            100,
            3,
            5,
            200_000,
            List.of("-Xbatch"),
            List.of("size 67108864: needs </script> memory")));
  }

  /** The times of a contestant in three rounds. */
  static void add(
      Report.Builder builder,
      Contestant contestant,
      Kernel kernel,
      int size,
      String chosen,
      double... rounds) {
    Workload.Shape shape = Workload.Shape.of(kernel, size);
    for (double nanos : rounds) {
      builder.add(
          new Measurement(
              contestant.id(),
              kernel.id(),
              "float",
              size,
              shape.elements(),
              Traffic.bytes(kernel, Float.BYTES, shape),
              nanos,
              chosen,
              chosen == null ? null : "profile",
              null));
    }
  }

  /** The same with another library, faster and slower by turns. */
  static Report withPeer() {
    List<Contestant> contestants = new ArrayList<>(ALL);
    contestants.add(PEER);
    Report.Builder builder = new Report.Builder(contestants);
    addAllKernels(builder);
    for (Kernel kernel : List.of(Kernel.ADAM, Kernel.DOT)) {
      for (int size : new int[] {16, 4096}) {
        add(builder, PEER, kernel, size, null, 10.0 * size, 1.0 * size, 12.0 * size);
      }
    }
    return build(builder);
  }

  /** Every kernel at three sizes, the vector backend chosen. */
  static Report allKernels() {
    Report.Builder builder = new Report.Builder(ALL);
    addAllKernels(builder);
    return build(builder);
  }

  private static void addAllKernels(Report.Builder builder) {
    for (Kernel kernel : Kernel.values()) {
      for (int size : new int[] {16, 4096, 1 << 20}) {
        double unit = 5 + size * (0.1 + 0.01 * kernel.ordinal());
        add(builder, STREAM, kernel, size, null, unit / 2, unit / 2, unit / 2);
        add(builder, PLAIN, kernel, size, null, 7 * unit, 8 * unit, 9 * unit);
        add(builder, SCALAR, kernel, size, null, 4 * unit, 5 * unit, 6 * unit);
        add(builder, VECTOR, kernel, size, null, 1.1 * unit, unit, 1.2 * unit);
        add(builder, AVX2, kernel, size, null, unit, 1.05 * unit, 1.01 * unit);
        add(builder, DISPATCH, kernel, size, "vector", 1.2 * unit, 1.2 * unit, 1.1 * unit);
      }
    }
  }
}
