package org.gradcore.jmh;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gradcore.dispatch.Kernels;
import org.gradcore.kernel.Kernel;

/**
 * Measures every kernel on every backend, on the dispatcher, as a plain loop and at the stream
 * limit, in one run. A round starts a JVM for each contestant, one after the other; the medians
 * over the rounds are compared, so that the machine's drift hits all alike.
 *
 * <p>A JVM measures one contestant only (the C++ kernels of all instruction sets share one, since
 * they run the same Java code), but all kernels and sizes, the data of {@link
 * org.gradcore.dispatch.Workload} being what calibration measures too. JMH would start a JVM for
 * each of the thousands of cells and could not end in minutes; inside one JVM its harness costs
 * more than a quick cell takes. {@link KernelBenchmark} is the same cells under JMH, for whoever
 * wants to check a number. Quick and full runs differ in sizes and times, not in code.
 *
 * <p>Kernels are measured as they are in a process that has run for a while: each JVM calls every
 * kernel with all kinds of lengths first, compiles in the foreground ({@code -Xbatch}), so that no
 * compiler runs while a kernel is timed, and after a tenth of the usual number of calls. The
 * dispatcher's JVM does without its background warm-up for the same reason.
 */
public final class Comparison {
  /** Heap for everything but the arrays. */
  private static final long BASE_HEAP_BYTES = 256L << 20;

  /** Arrays per element of the largest workload and of the one that it is checked against. */
  private static final int ARRAYS = 14;

  /**
   * What to measure, and how long.
   *
   * @param mode name in the report
   * @param kernels the kernels
   * @param elements {@code float.class}, {@code double.class} or both
   * @param sizes numbers of elements, ascending
   * @param rounds JVMs for each contestant
   * @param samples samples in each JVM, whose median counts
   * @param sampleNanos time of a sample
   * @param warmUpMillis least time to call each kernel before it is timed
   * @param laneWidths whether to measure the vector backend at the other lane widths too
   */
  public record Settings(
      String mode,
      List<Kernel> kernels,
      List<Class<?>> elements,
      List<Integer> sizes,
      int rounds,
      int samples,
      long sampleNanos,
      long warmUpMillis,
      boolean laneWidths) {

    /**
     * Every kernel at four sizes, in less than five minutes on two cores.
     *
     * @return the settings
     */
    public static Settings quick() {
      return new Settings(
          "quick",
          List.of(Kernel.values()),
          List.of(float.class, double.class),
          List.of(16, 1024, 1 << 16, 1 << 20),
          3,
          5,
          200_000,
          25,
          false);
    }

    /**
     * Every kernel at sizes from 16 to 64M and every lane width, in hours.
     *
     * @return the settings
     */
    public static Settings full() {
      List<Integer> sizes = new ArrayList<>();
      for (int bits = 4; bits <= 26; bits += 2) {
        sizes.add(1 << bits);
      }
      return new Settings(
          "full",
          List.of(Kernel.values()),
          List.of(float.class, double.class),
          List.copyOf(sizes),
          5,
          9,
          1_000_000,
          100,
          true);
    }

    /**
     * The same for a part of the grid.
     *
     * @param kernels the kernels
     * @param elements {@code float.class}, {@code double.class} or both
     * @param sizes numbers of elements, ascending
     * @return the settings
     */
    public Settings restrictedTo(
        List<Kernel> kernels, List<Class<?>> elements, List<Integer> sizes) {
      return new Settings(
          mode, kernels, elements, sizes, rounds, samples, sampleNanos, warmUpMillis, laneWidths);
    }

    /**
     * The same with other times.
     *
     * @param rounds JVMs for each contestant
     * @param sampleNanos time of a sample
     * @param warmUpMillis least time to call each kernel before it is timed
     * @return the settings
     */
    public Settings withTimes(int rounds, long sampleNanos, long warmUpMillis) {
      return new Settings(
          mode, kernels, elements, sizes, rounds, samples, sampleNanos, warmUpMillis, laneWidths);
    }
  }

  /** Is told how far a comparison has come. */
  @FunctionalInterface
  public interface Listener {
    /**
     * One more cell is measured, or a JVM starts.
     *
     * @param done cells measured
     * @param total cells in all
     * @param step what is measured now
     */
    void progress(int done, int total, String step);
  }

  private final Settings settings;
  private final Listener listener;
  private final Kernels kernels = Kernels.dispatched();
  private int done;
  private int total;

  /**
   * Prepares a comparison on this machine.
   *
   * @param settings what to measure
   * @param listener is told how far it has come, on the calling thread
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   * @throws IllegalStateException if the backend that a property forces is not available
   */
  public Comparison(Settings settings, Listener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Measures.
   *
   * @return the medians, and what is compared with them
   * @throws IOException if a JVM fails, a wrong result included; the message says why
   * @throws InterruptedException if the thread is interrupted
   */
  public Report run() throws IOException, InterruptedException {
    final Instant start = Instant.now();
    List<Contestant> contestants = Contestant.all(kernels, settings.laneWidths());
    List<String> skipped = new ArrayList<>();
    List<Integer> sizes = fittingSizes(skipped);
    kernels.availability().stream()
        .filter(a -> !a.available())
        .forEach(a -> skipped.add(a.backend().id() + ": " + a.reason()));
    List<List<Contestant>> jvms = Contestant.byJvm(contestants);
    total = 0;
    for (List<Contestant> jvm : jvms) {
      total += settings.rounds() * cells(jvm, sizes);
    }
    Report.Builder report = new Report.Builder(contestants);
    done = 0;
    for (int round = 0; round < settings.rounds(); round++) {
      for (List<Contestant> jvm : jvms) {
        measure(jvm, round, sizes, report);
      }
    }
    listener.progress(total, total, "");
    return report.build(
        Machine.current(kernels),
        new Report.Run(
            settings.mode(),
            start.truncatedTo(ChronoUnit.SECONDS),
            Duration.between(start, Instant.now()).toSeconds(),
            settings.rounds(),
            settings.samples(),
            settings.sampleNanos(),
            childOptions(kernels.vectorBits(), sizes.getLast()),
            List.copyOf(skipped)));
  }

  private int cells(List<Contestant> jvm, List<Integer> sizes) {
    int serving = 0;
    for (Contestant contestant : jvm) {
      serving += (int) settings.kernels().stream().filter(contestant::serves).count();
    }
    return serving * settings.elements().size() * sizes.size();
  }

  private List<Integer> fittingSizes(List<String> skipped) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long allowed = system.getTotalMemorySize() / 10 * 7;
    List<Integer> fitting = new ArrayList<>();
    for (int size : settings.sizes()) {
      if (heapBytes(size) <= allowed) {
        fitting.add(size);
      } else {
        skipped.add("size " + size + ": needs " + (heapBytes(size) >> 20) + " MiB of memory");
      }
    }
    if (fitting.isEmpty()) {
      throw new IllegalStateException("this machine has not the memory for any of the sizes");
    }
    return fitting;
  }

  private long heapBytes(int largest) {
    int elementBytes = settings.elements().contains(double.class) ? Double.BYTES : Float.BYTES;
    return BASE_HEAP_BYTES + (long) largest * elementBytes * ARRAYS;
  }

  private void measure(List<Contestant> jvm, int round, List<Integer> sizes, Report.Builder report)
      throws IOException, InterruptedException {
    String where = round(round) + jvm.getFirst().id();
    listener.progress(done, total, where);
    List<String> elements = settings.elements().stream().map(Class::getName).toList();
    ContestantMain.Task task =
        new ContestantMain.Task(
            jvm,
            settings.kernels(),
            elements,
            sizes,
            settings.samples(),
            settings.sampleNanos(),
            settings.warmUpMillis(),
            round == 0);
    Gson gson = new Gson();
    int before = done;
    ChildJvm.End end;
    try {
      end =
          ChildJvm.run(
              ChildJvm.command(
                  childOptions(jvm.getFirst().vectorBits(), sizes.getLast()),
                  null,
                  ContestantMain.class,
                  List.of()),
              gson.toJson(task),
              null,
              line -> {
                Measurement measurement = gson.fromJson(line, Measurement.class);
                report.add(measurement);
                done++;
                listener.progress(
                    done,
                    total,
                    round(round) + measurement.contestant() + " " + measurement.kernel());
              });
    } catch (JsonSyntaxException e) {
      throw new IOException("the JVM of " + where + " printed what is no measurement", e);
    }
    if (end.status() != 0 || done - before != cells(jvm, sizes)) {
      throw new IOException(
          "the JVM of " + where + " ended with status " + end.status() + ": " + end.cause());
    }
  }

  private String round(int round) {
    return "round " + (round + 1) + " of " + settings.rounds() + ": ";
  }

  /** This JVM's options that bear on speed or on gradcore, and what the measurement needs. */
  private List<String> childOptions(int vectorBits, int largest) {
    List<String> options = ChildJvm.inherited();
    options.add("-Xmx" + (heapBytes(largest) >> 20) + "m");
    options.add("-Xbatch");
    options.add("-XX:CompileThresholdScaling=0.1");
    options.add("--add-modules=jdk.incubator.vector");
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-Dgradcore.warmup=none");
    if (vectorBits != 0) {
      options.add("-Dgradcore.vector.bits=" + vectorBits);
    }
    return options;
  }
}
