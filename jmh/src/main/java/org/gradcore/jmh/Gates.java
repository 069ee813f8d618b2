package org.gradcore.jmh;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradcore.io.OutputFile;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures the performance gates in one run: every benchmark of {@link GateBenchmark} once a round,
 * each in a fork of its own, for several rounds, so that the machine's drift hits all alike. Prints
 * medians over the rounds and the ratios that are gated; writes them as JSON if a file is named.
 *
 * <p>{@code Gates [--rounds N] [--seconds S] [--json FILE]}
 */
public final class Gates {
  private final Map<String, List<Double>> times = new TreeMap<>();
  private final JsonArray ratios = new JsonArray();
  private final PrintStream out = System.out;

  private Gates() {}

  public static void main(String[] args) throws RunnerException, IOException {
    int rounds = 5;
    int millis = 1000;
    Path json = null;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
        case "--seconds" -> millis = (int) (1000 * Double.parseDouble(args[i + 1]));
        case "--json" -> json = Path.of(args[i + 1]);
        default ->
            throw new IllegalArgumentException(
                "unknown option " + args[i] + ", allowed are --rounds, --seconds and --json");
      }
    }
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("option " + args[args.length - 1] + " needs a value");
    }
    if (json != null) {
      OutputFile.check(json);
    }
    new Gates().run(rounds, millis, json);
  }

  private void run(int rounds, int millis, Path json) throws RunnerException, IOException {
    List<String> isas = NativeKernels.supported();
    for (int round = 0; round < rounds; round++) {
      measure(rounds, round, "twoSgemv", millis, Map.of());
      for (String backend : withBlas(isas)) {
        measure(rounds, round, "denseLogistic", millis, Map.of("backend", backend));
      }
      for (String size : List.of("16384", "16")) {
        for (String isa : isas) {
          measure(rounds, round, "adamPointers", millis, Map.of("backend", isa, "size", size));
        }
        for (String backend : plain(isas)) {
          measure(rounds, round, "adam", millis, Map.of("backend", backend, "size", size));
        }
      }
    }
    report(isas);
    if (json != null) {
      write(json);
    }
  }

  private static List<String> plain(List<String> isas) {
    List<String> names = new ArrayList<>(List.of("vector"));
    names.addAll(isas);
    names.add("dispatch");
    return names;
  }

  private static List<String> withBlas(List<String> isas) {
    List<String> names = plain(isas);
    isas.forEach(isa -> names.add(isa + "-blas"));
    return names;
  }

  private void measure(
      int rounds, int round, String method, int millis, Map<String, String> parameters)
      throws RunnerException {
    var builder =
        new OptionsBuilder()
            .include("\\." + GateBenchmark.class.getSimpleName() + "\\." + method + "$")
            .forks(1)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementTime(TimeValue.milliseconds(millis))
            .verbosity(org.openjdk.jmh.runner.options.VerboseMode.SILENT);
    parameters.forEach((name, value) -> builder.param(name, value));
    Options options = builder.build();
    String key = key(method, parameters.get("backend"), parameters.get("size"));
    for (RunResult result : new Runner(options).run()) {
      double nanos = result.getPrimaryResult().getStatistics().getPercentile(50);
      times.computeIfAbsent(key, k -> new ArrayList<>()).add(nanos);
      System.err.printf(
          Locale.ROOT, "round %d/%d  %-44s %,14.1f ns%n", round + 1, rounds, key, nanos);
    }
  }

  private static String key(String method, String backend, String size) {
    return method + (backend == null ? "" : " " + backend) + (size == null ? "" : " n=" + size);
  }

  private double median(String key) {
    List<Double> values = times.get(key);
    if (values == null) {
      throw new IllegalStateException("no measurement of " + key);
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private String best(List<String> keys) {
    return keys.stream()
        .min((a, b) -> Double.compare(median(a), median(b)))
        .orElseThrow(() -> new IllegalStateException("nothing to compare"));
  }

  private void report(List<String> isas) {
    out.printf(
        Locale.ROOT, "%-44s %14s %14s %14s%n", "median over rounds (ns)", "median", "min", "max");
    times.forEach(
        (key, values) -> {
          double[] v = values.stream().mapToDouble(Double::doubleValue).toArray();
          out.printf(
              Locale.ROOT,
              "%-44s %,14.1f %,14.1f %,14.1f%n",
              key,
              median(key),
              Arrays.stream(v).min().orElseThrow(),
              Arrays.stream(v).max().orElseThrow());
        });
    String pointers = best(keys(isas, "adamPointers", "16384"));
    List<String> backends = new ArrayList<>(List.of("vector"));
    backends.addAll(isas);
    String better = best(keys(backends, "adam", "16384"));
    ratio("Adam 16K, vector / C++ over pointers", "adam vector n=16384", pointers, 1.15);
    ratio("Adam 16K, dispatch / better backend", "adam dispatch n=16384", better, 1.05);
    limit("Adam n=16 through the dispatcher, ns", median("adam dispatch n=16"), 60);
    for (String backend : List.of("vector", "dispatch")) {
      ratio(
          "dense logistic 100,000 x 128, " + backend + " / two sgemv",
          "denseLogistic " + backend,
          "twoSgemv",
          0.5);
    }
    List<String> dense = keys(withBlas(isas), "denseLogistic", null);
    dense.remove("denseLogistic dispatch");
    String bestDense = best(dense);
    ratio("dense logistic, best backend / two sgemv", bestDense, "twoSgemv", 0.5);
    ratio("dense logistic, dispatch / best backend", "denseLogistic dispatch", bestDense, 1.05);
  }

  private static List<String> keys(List<String> backends, String method, String size) {
    return backends.stream().map(b -> key(method, b, size)).collect(Collectors.toList());
  }

  private void ratio(String name, String numerator, String denominator, double limit) {
    limit(
        name + " [" + numerator + " : " + denominator + "]",
        median(numerator) / median(denominator),
        limit);
  }

  private void limit(String name, double value, double limit) {
    boolean held = value <= limit;
    out.printf(
        Locale.ROOT, "%-4s %6.3f (at most %.2f)  %s%n", held ? "ok" : "MISS", value, limit, name);
    JsonObject entry = new JsonObject();
    entry.addProperty("gate", name);
    entry.addProperty("value", value);
    entry.addProperty("limit", limit);
    entry.addProperty("held", held);
    ratios.add(entry);
  }

  private void write(Path file) throws IOException {
    JsonObject root = new JsonObject();
    root.addProperty("jdk", Runtime.version().toString());
    root.addProperty("cpu", org.gradcore.dispatch.machine.Cpu.current().toString());
    root.addProperty("unit", "ns per call");
    JsonObject rounds = new JsonObject();
    times.forEach(
        (key, values) -> {
          JsonArray array = new JsonArray();
          values.forEach(array::add);
          rounds.add(key, array);
        });
    root.add("rounds", rounds);
    root.add("gates", ratios);
    OutputFile.write(file, new GsonBuilder().setPrettyPrinting().create().toJson(root));
  }
}
