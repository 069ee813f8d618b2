package org.gradcore.jmh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Isa;
import org.gradcore.dispatch.measure.Workload;
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
            2,
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
    for (int round = 0; round < rounds.length; round++) {
      builder.add(
          round,
          new Measurement(
              contestant.id(),
              kernel.id(),
              "float",
              size,
              shape.elements(),
              Traffic.bytes(kernel, Float.BYTES, shape),
              rounds[round],
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

  /** The same with whole fits and a cold start. */
  static Report everything() {
    return allKernels().with(coldStart(), fits(), List.of("fits of b.gz: no such file"), 200);
  }

  private static ColdStart.Result coldStart() {
    List<ColdStart.Row> rows = new ArrayList<>();
    for (String backend : List.of("dispatch", "scalar", "vector", "openblas")) {
      for (int steps : new int[] {1, 100, 10_000}) {
        double millis = 40 + steps / 10.0;
        rows.add(
            new ColdStart.Row(
                "steps", steps, backend, millis, 30, 2 * millis, List.of(30.0, millis)));
      }
      rows.add(new ColdStart.Row("fit", 0, backend, 300, 250, 350, List.of(250.0, 300.0, 350.0)));
    }
    return new ColdStart.Result(3, 16_384, "a9a-like", 20, 256, rows);
  }

  /** Two problems, and a library that cannot fit one and does not come near enough in the other. */
  private static FitReport fits() {
    FitReport.Times warm = FitReport.Times.of(List.of(0.2, 0.1, 0.3));
    FitReport.Times first = FitReport.Times.of(List.of(0.4, 0.5, 0.6));
    List<FitReport.Row> rows = new ArrayList<>();
    for (double target : new double[] {1e-4, 1e-6}) {
      for (String problem : List.of("a", "b + intercept")) {
        rows.add(
            new FitReport.Row(
                problem, "gradcore-double", target, true, "exact", target / 2, first, warm, null));
      }
      rows.add(
          new FitReport.Row("a", "liblinear", target, true, "-e 1", target / 3, first, null, null));
    }
    rows.add(new FitReport.Row("a", "other", 1e-4, true, "rough <", 1e-5, first, warm, null));
    rows.add(
        new FitReport.Row("a", "other", 1e-6, false, "rough <", 1e-5, null, null, "no nearer"));
    return new FitReport(
        3,
        20,
        List.of(
            new FitReport.Problem("a", "a", false, 10, 2, 2, 20, 0.1, 0.5),
            new FitReport.Problem("b + intercept", "b", true, 10, 2, 3, 20, 0.1, 0.7)),
        List.of(
            new FitReport.Who("gradcore-double", "gradcore", "0.1.0"),
            new FitReport.Who("liblinear", "process", "2.3.0"),
            new FitReport.Who("other", "peer", "1")),
        rows,
        List.of(
            new FitReport.Left("liblinear", "b + intercept", "it penalizes the intercept"),
            new FitReport.Left("missing", null, "it is not there")));
  }
}
