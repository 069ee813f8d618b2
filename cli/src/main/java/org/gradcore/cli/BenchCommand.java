package org.gradcore.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gradcore.data.Names;
import org.gradcore.io.OutputFile;
import org.gradcore.jmh.Checks;
import org.gradcore.jmh.ColdStart;
import org.gradcore.jmh.Comparison;
import org.gradcore.jmh.Contestant;
import org.gradcore.jmh.FitReport;
import org.gradcore.jmh.Fits;
import org.gradcore.jmh.HtmlReport;
import org.gradcore.jmh.Peers;
import org.gradcore.jmh.Report;
import org.gradcore.kernel.Kernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradcore bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures every kernel on every backend, through the dispatcher, as a plain Java loop and at"
          + " the stream limit (the same memory traffic without arithmetic).",
      "Also the cold start: the first optimizer steps and the first fit of fresh JVMs; and, with"
          + " --data, whole fits: how long gradcore and others take to come near the optimum.",
      "Best on an idle machine. The table gives times of calls through the dispatcher, and how"
          + " many times as long as its choice each backend takes."
    })
final class BenchCommand implements Callable<Integer> {
  private enum Element {
    FLOAT,
    DOUBLE,
    BOTH
  }

  private enum Part {
    KERNELS("kernels"),
    COLD_START("cold-start"),
    FITS("fits");

    private final String id;

    Part(String id) {
      this.id = id;
    }
  }

  @Spec CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "Four sizes, in less than five minutes (whole fits not counted), instead of all from 16 to"
              + " 64M in hours.")
  boolean quick;

  @Option(
      names = "--peers",
      description = {
        "Also other libraries: libtorch, ND4J, Tribuo, netlib's BLAS and OpenBLAS over pointers,"
            + " where they have the kernel, on one thread.",
        "The first time they are downloaded, hundreds of megabytes."
      })
  boolean withPeers;

  @Option(names = "--json", paramLabel = "FILE", description = "Write every number there.")
  Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with charts there, one file that needs no network.")
  Path html;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Only these parts: kernels, cold-start, fits (default: all that can be).")
  List<String> only;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Fit the models of the data in this folder: a9a/a9a.gz, w8a/w8a.gz, letter/letter.scale.gz"
              + " and mnist/train-images-idx3-ubyte.gz with its labels.")
  Path data;

  @Option(
      names = "--fitters",
      paramLabel = "NAME",
      split = ",",
      description = "Fit with these only, e.g. gradcore-double,liblinear,spark.")
  List<String> fitters;

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      split = ",",
      description = "Only these kernels, e.g. adam,denseLoss ('gradcore info' names them all).")
  List<String> kernelNames;

  @Option(
      names = "--element",
      defaultValue = "both",
      description = "float, double or both (default: ${DEFAULT-VALUE}).")
  Element element;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      description = "Numbers of elements instead of those of the grid.")
  List<Integer> sizes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "JVMs for each backend, whose median counts (default: 3 with --quick, else 5 for kernels,"
              + " 9 for the cold start and 3 for fits).")
  Integer rounds;

  @Option(
      names = "--check",
      description =
          "Fail if a choice of the dispatcher is more than 25 %% slower than the best backend, or"
              + " if a kernel has lost its vectorization.")
  boolean check;

  @Option(names = "--quiet", description = "No progress bar.")
  boolean quiet;

  @Option(names = "--sample-micros", hidden = true, description = "Time of a sample, for tests.")
  Long sampleMicros;

  @Option(names = "--warm-up-millis", hidden = true, description = "Warm-up time, for tests.")
  Long warmUpMillis;

  @Override
  public Integer call() throws Exception {
    final Comparison.Settings settings = settings();
    final Set<Part> parts = parts();
    Outputs.check("--json", json, spec);
    Outputs.check("--html", html, spec, json);
    final Path peers = peers();
    final Instant start = Instant.now();
    Report report = Report.withoutKernels(settings.mode(), start);
    if (parts.contains(Part.KERNELS)) {
      try (StepBar bar = new StepBar("kernels", quiet)) {
        report = new Comparison(settings, peers, bar).run();
      }
    }
    ColdStart.Result coldStart = null;
    if (parts.contains(Part.COLD_START)) {
      try (StepBar bar = new StepBar("cold start", quiet)) {
        coldStart = new ColdStart(coldStartSettings(), bar).run(data);
      }
    }
    FitReport fits = null;
    List<String> skipped = new ArrayList<>();
    if (parts.contains(Part.FITS)) {
      if (data == null) {
        skipped.add("fits: no --data was given, the folder of the data sets");
      } else {
        try (StepBar bar = new StepBar("fits", quiet)) {
          fits = new Fits(fitSettings(), bar).run(data, peers, fitters, skipped);
        }
      }
    }
    report =
        report.with(coldStart, fits, skipped, Duration.between(start, Instant.now()).toSeconds());
    PrintWriter out = spec.commandLine().getOut();
    print(report, out);
    report.coldStart().ifPresent(result -> BenchTables.coldStart(result, out));
    report.fits().ifPresent(result -> BenchTables.fits(result, out));
    report.run().skipped().forEach(reason -> out.printf(Locale.ROOT, "left out: %s%n", reason));
    if (json != null) {
      OutputFile.write(json, new GsonBuilder().serializeNulls().create().toJson(report.toJson()));
      out.printf(Locale.ROOT, "numbers written to %s%n", json);
    }
    if (html != null) {
      HtmlReport.write(report, html);
      out.printf(Locale.ROOT, "report written to %s%n", html);
    }
    out.flush();
    return check ? check(report) : 0;
  }

  /** The folder of the other libraries, which the launcher builds and names. */
  private Path peers() {
    if (!withPeers) {
      return null;
    }
    String folder = System.getProperty(Peers.PROPERTY);
    if (folder == null) {
      throw new IllegalStateException(
          "--peers: the system property "
              + Peers.PROPERTY
              + " does not name the folder jmh/peers of the source tree, where "
              + Peers.BUILD
              + " builds the other libraries; './gradcore bench --peers' does both");
    }
    return Path.of(folder);
  }

  private Set<Part> parts() throws NoSuchFileException {
    if (data != null && !Files.isDirectory(data)) {
      throw new NoSuchFileException(data.toString());
    }
    if (only == null) {
      return EnumSet.allOf(Part.class);
    }
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : only) {
      parts.add(
          Arrays.stream(Part.values())
              .filter(part -> part.id.equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong(
                          "--only '"
                              + name
                              + "': unknown, allowed are kernels, cold-start, fits")));
    }
    if (check && !parts.contains(Part.KERNELS)) {
      throw wrong("--check judges the kernels: --only must name them");
    }
    if (parts.equals(EnumSet.of(Part.FITS)) && data == null) {
      throw wrong("--only fits: --data is needed, the folder of the data sets");
    }
    return parts;
  }

  private ColdStart.Settings coldStartSettings() {
    ColdStart.Settings base = quick ? ColdStart.Settings.quick() : ColdStart.Settings.full();
    return rounds == null ? base : base.withRounds(rounds);
  }

  private Fits.Settings fitSettings() {
    Fits.Settings base = quick ? Fits.Settings.quick() : Fits.Settings.full();
    return rounds == null ? base : base.withRounds(rounds);
  }

  private Comparison.Settings settings() {
    Comparison.Settings base = quick ? Comparison.Settings.quick() : Comparison.Settings.full();
    List<Class<?>> elements =
        switch (element) {
          case FLOAT -> List.of(float.class);
          case DOUBLE -> List.of(double.class);
          case BOTH -> List.of(float.class, double.class);
        };
    List<Integer> grid = sizes == null ? base.sizes() : sizes.stream().sorted().distinct().toList();
    if (grid.getFirst() < 1) {
      throw wrong("--sizes: " + grid.getFirst() + " given, must be at least 1");
    }
    if (rounds != null && rounds < (check ? 3 : 1)) {
      String least = check ? "3 with --check" : "1";
      throw wrong("--rounds: " + rounds + " given, must be at least " + least);
    }
    return base.restrictedTo(kernels(base), elements, grid)
        .withTimes(
            rounds == null ? base.rounds() : rounds,
            sampleMicros == null ? base.sampleNanos() : 1000 * sampleMicros,
            warmUpMillis == null ? base.warmUpMillis() : warmUpMillis);
  }

  private List<Kernel> kernels(Comparison.Settings base) {
    if (kernelNames == null) {
      return base.kernels();
    }
    List<Kernel> kernels = new ArrayList<>();
    for (String name : kernelNames) {
      kernels.add(
          Arrays.stream(Kernel.values())
              .filter(kernel -> kernel.id().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> wrong("--kernels '" + name + "': unknown, allowed are " + allKernels())));
    }
    return kernels.stream().sorted().distinct().toList();
  }

  private static String allKernels() {
    return Names.list(Arrays.stream(Kernel.values()).map(Kernel::id).toList())
        + " ('gradcore info' names them all)";
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(Report report, PrintWriter out) {
    List<String> peers = ids(report, Contestant.Origin.PEER);
    List<String> shown =
        report.contestants().stream()
            .map(Contestant::id)
            .filter(id -> !id.equals(Contestant.STREAM) && !id.equals(Contestant.DISPATCH))
            .filter(id -> !peers.contains(id))
            .toList();
    for (String element : List.of("float", "double")) {
      List<String> header =
          new ArrayList<>(
              List.of("kernel", "size", "choice", "ns/element", "GB/s", "of limit", "regret"));
      shown.forEach(id -> header.add(id.replace("openblas-", "")));
      Tables table = new Tables(header.toArray(String[]::new));
      boolean any = false;
      for (Report.Case of : report.cases()) {
        if (of.element().equals(element)) {
          table.row(cells(report, of, shown));
          any = true;
        }
      }
      if (any) {
        out.printf(Locale.ROOT, "%s, medians of %d rounds:%n", element, report.run().rounds());
        table.print(out);
        out.println();
      }
    }
    report.worstChoice().ifPresent(worst -> printRegret(report, worst, out));
    if (withPeers) {
      printPeers(report, peers, out);
    }
  }

  private static List<String> ids(Report report, Contestant.Origin origin) {
    return report.contestants().stream()
        .filter(contestant -> contestant.origin() == origin)
        .map(Contestant::id)
        .toList();
  }

  /** The ratios to other libraries: one table for each element type. */
  private static void printPeers(Report report, List<String> peers, PrintWriter out) {
    for (String element : List.of("float", "double")) {
      List<String> header = new ArrayList<>(List.of("kernel", "size"));
      List<String> serving =
          peers.stream()
              .filter(
                  id ->
                      report.peerRatios().stream()
                          .anyMatch(r -> r.peer().equals(id) && r.of().element().equals(element)))
              .toList();
      header.addAll(serving);
      Tables table = new Tables(header.toArray(String[]::new));
      boolean any = false;
      for (Report.Case of : report.cases()) {
        List<String> cells = new ArrayList<>(List.of(of.kernel(), Integer.toString(of.size())));
        for (String peer : serving) {
          cells.add(number("%.2f", ratio(report, of, peer)));
        }
        if (of.element().equals(element) && cells.stream().skip(2).anyMatch(c -> !c.equals("-"))) {
          table.row(cells.toArray(String[]::new));
          any = true;
        }
      }
      if (any) {
        out.printf(
            Locale.ROOT,
            "%n%s, time of other libraries divided by gradcore's (above 1: gradcore is faster):%n",
            element);
        table.print(out);
      }
    }
    report.run().skipped().forEach(skipped -> out.printf(Locale.ROOT, "left out: %s%n", skipped));
  }

  private static double ratio(Report report, Report.Case of, String peer) {
    return report.peerRatios().stream()
        .filter(ratio -> ratio.of().equals(of) && ratio.peer().equals(peer))
        .mapToDouble(Report.PeerRatio::ratio)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void printRegret(Report report, Report.Choice worst, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "regret of the choices: median %.1f %%, worst %.1f %% (%s of %d %ss: %s, best is %s)%n",
        100 * report.medianRegret(),
        100 * worst.choiceRegret(),
        worst.of().kernel(),
        worst.of().size(),
        worst.of().element(),
        worst.chosen(),
        worst.best());
  }

  private static String[] cells(Report report, Report.Case of, List<String> shown) {
    Report.Row row = report.row(of, Contestant.DISPATCH);
    Report.Choice choice = report.choice(of);
    List<String> cells = new ArrayList<>();
    cells.add(of.kernel());
    cells.add(Integer.toString(of.size()));
    cells.add(choice == null ? "-" : choice.chosen().replace("openblas-", ""));
    cells.add(number("%.3f", row.nanosPerElement()));
    cells.add(number("%.1f", row.gigabytesPerSecond()));
    cells.add(number("%.0f %%", 100 * report.streamShare(row)));
    cells.add(number("%.1f %%", choice == null ? Double.NaN : 100 * choice.choiceRegret()));
    for (String contestant : shown) {
      Report.Row other = report.row(of, contestant);
      cells.add(number("%.2f", other == null ? Double.NaN : report.ratioToChoice(other)));
    }
    return cells.toArray(String[]::new);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private int check(Report report) {
    List<String> failures = Checks.failures(report);
    PrintWriter err = spec.commandLine().getErr();
    failures.forEach(failure -> err.println("gradcore: " + failure));
    err.flush();
    return failures.isEmpty() ? 0 : Main.FAILED;
  }
}
