package org.gradcore.jmh;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.measure.ChildJvm;
import org.gradcore.dispatch.measure.Stopwatch;
import org.gradcore.kernel.Kernel;

/**
 * Measures every kernel on every backend, on the dispatcher, as a plain loop and at the stream
 * limit, in one run. A round starts a JVM for each contestant, one after the other; the medians
 * over the rounds are compared, so that the machine's drift hits all alike.
 *
 * <p>A JVM measures one contestant (the candidates of the dispatcher share one, in which they take
 * turns) on all kernels and sizes, several times over: the fastest of its passes counts, since who
 * shares the processor slows some code down by a third and other code not at all, for a tenth of a
 * second or for minutes. The data are those of {@link org.gradcore.dispatch.measure.Workload}, as
 * in calibration. JMH would start a JVM for each of the thousands of cells and could not end in
 * minutes; inside one JVM its harness costs more than a quick cell takes. {@link KernelBenchmark}
 * is the same cells under JMH, for whoever wants to check a number. Quick and full runs differ in
 * sizes and times, not in code.
 *
 * <p>Other libraries ({@link Peer}) are measured in the same rounds, where they have the kernel, on
 * one thread. One that fails is left out with its reason, and the run goes on.
 *
 * <p>Kernels are measured as they are in a process that has run for a while: each JVM calls all of
 * them with all kinds of lengths first, the vector kernels the way in which the dispatcher's
 * background warm-up does. That warm-up itself is switched off, so that no compiler runs while a
 * kernel is timed.
 */
public final class Comparison {
  /** Heap for everything but the arrays. */
  private static final long BASE_HEAP_BYTES = 256L << 20;

  /** A library that is silent for longer hangs: the slowest warm-up of all takes minutes. */
  private static final Duration PEER_SILENCE = Duration.ofMinutes(20);

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
   * @param passes how often a JVM measures everything; the fastest pass counts
   * @param samples samples in each pass, whose median counts
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
      int passes,
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
          3,
          3,
          200_000,
          20,
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
          3,
          5,
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
      return with(kernels, elements, sizes, rounds, sampleNanos, warmUpMillis);
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
      return with(kernels, elements, sizes, rounds, sampleNanos, warmUpMillis);
    }

    private Settings with(
        List<Kernel> kernels,
        List<Class<?>> elements,
        List<Integer> sizes,
        int rounds,
        long sampleNanos,
        long warmUpMillis) {
      return new Settings(
          mode,
          kernels,
          elements,
          sizes,
          rounds,
          passes,
          samples,
          sampleNanos,
          warmUpMillis,
          laneWidths);
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
  private final Path peersFolder;
  private final Kernels kernels = Kernels.dispatched();
  private final List<String> skipped = new ArrayList<>();

  /** Peers that failed, with what they still serve; empty if that is nothing. */
  private final Map<String, Optional<Contestant>> limited = new HashMap<>();

  private final Gson gson = new Gson();
  private Peers peers = Peers.none();
  private int done;
  private int total;

  /**
   * Prepares a comparison on this machine.
   *
   * @param settings what to measure
   * @param peers the folder with the modules of the libraries, built; null for none
   * @param listener is told how far it has come, on the calling thread
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   * @throws IllegalStateException if the backend that a property forces is not available
   */
  public Comparison(Settings settings, Path peers, Listener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.peersFolder = peers;
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Measures.
   *
   * @return the medians, and what is compared with them
   * @throws IOException if a JVM fails, a wrong result included; the message says why. A peer that
   *     fails is left out instead, with the reason in the report
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if peers are wanted and none is built
   */
  public Report run() throws IOException, InterruptedException {
    final Instant start = Instant.now();
    skipped.clear();
    peers = peersFolder == null ? Peers.none() : Peers.find(peersFolder);
    List<Contestant> contestants = Contestant.all(kernels, settings.laneWidths());
    peers.infos().forEach(info -> contestants.add(new Contestant(info)));
    skipped.addAll(peers.skipped());
    List<Integer> sizes = fittingSizes();
    kernels.availability().stream()
        .filter(a -> !a.available())
        .forEach(a -> skipped.add(a.of().id() + ": " + a.reason()));
    kernels.crossings().stream()
        .filter(c -> !c.available())
        .forEach(c -> skipped.add("calls by " + c.of().id() + ": " + c.reason()));
    List<List<Contestant>> jvms = new ArrayList<>(Contestant.byJvm(contestants));
    total = settings.rounds() * cells(jvms, sizes);
    Report.Builder report = new Report.Builder(contestants);
    done = 0;
    for (int round = 0; round < settings.rounds(); round++) {
      jvms.replaceAll(this::stillServing);
      jvms.removeIf(jvm -> cells(List.of(jvm), sizes) == 0);
      total = done + (settings.rounds() - round) * cells(jvms, sizes);
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
            settings.passes(),
            settings.samples(),
            settings.sampleNanos(),
            childOptions(kernels.vectorBits(), sizes.getLast()),
            List.copyOf(skipped)));
  }

  private int cells(List<List<Contestant>> jvms, List<Integer> sizes) {
    int cells = 0;
    for (List<Contestant> jvm : jvms) {
      for (Contestant contestant : jvm) {
        for (Class<?> element : settings.elements()) {
          for (Kernel kernel : settings.kernels()) {
            for (int size : sizes) {
              cells +=
                  contestant.serves(kernel, element, size)
                      ? Stopwatch.passes(size, settings.passes())
                      : 0;
            }
          }
        }
      }
    }
    return cells;
  }

  /** What peers failed in is not tried again. */
  private List<Contestant> stillServing(List<Contestant> jvm) {
    return jvm.stream()
        .map(contestant -> limited.getOrDefault(contestant.id(), Optional.of(contestant)))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Integer> fittingSizes() {
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
    Contestant first = jvm.getFirst();
    String where = round(round) + first.id();
    listener.progress(done, total, where);
    int expected = cells(List.of(jvm), sizes);
    int before = done;
    boolean isPeer = first.origin() == Contestant.Origin.PEER;
    String classPath = isPeer ? peers.classPath(first.peer().module()) : null;
    ChildJvm.End end;
    try {
      end =
          ChildJvm.run(
              ChildJvm.command(
                  childOptions(first.vectorBits(), sizes.getLast()),
                  classPath,
                  ContestantMain.class,
                  List.of()),
              gson.toJson(task(jvm, sizes, round == 0)),
              null,
              isPeer ? PEER_SILENCE : null,
              line -> {
                // Native code of other libraries prints what it likes.
                if (!isPeer || line.startsWith("{")) {
                  add(gson.fromJson(line, Measurement.class), first, round, report);
                }
              });
    } catch (JsonSyntaxException e) {
      throw new IOException("the JVM of " + where + " printed what is no measurement", e);
    }
    if (end.status() == 0 && done - before == expected) {
      return;
    }
    String failure =
        end.late()
            ? "printed nothing for " + PEER_SILENCE.toMinutes() + " minutes"
            : "ended with status " + end.status() + ": " + end.cause();
    if (!isPeer) {
      throw new IOException("the JVM of " + where + " " + failure);
    }
    skipped.add(first.id() + ": its JVM " + failure);
    limited.put(first.id(), Optional.empty());
    report.remove(first.id());
    done = before + expected;
  }

  private ContestantMain.Task task(List<Contestant> jvm, List<Integer> sizes, boolean check) {
    return new ContestantMain.Task(
        jvm,
        settings.kernels(),
        settings.elements().stream().map(Class::getName).toList(),
        sizes,
        settings.passes(),
        settings.samples(),
        settings.sampleNanos(),
        settings.warmUpMillis(),
        check);
  }

  private void add(Measurement measurement, Contestant of, int round, Report.Builder report) {
    if (measurement.failure() == null) {
      report.add(round, measurement);
    } else {
      limit(of, measurement);
    }
    done++;
    listener.progress(
        done, total, round(round) + measurement.contestant() + " " + measurement.kernel());
  }

  /** Takes a peer out of the sizes of a kernel from the first on that it failed in. */
  private void limit(Contestant contestant, Measurement failed) {
    if (skipped.stream().anyMatch(text -> text.startsWith(failedIn(failed)))) {
      return;
    }
    PeerInfo info =
        limited.getOrDefault(contestant.id(), Optional.of(contestant)).orElseThrow().peer();
    limited.put(
        contestant.id(),
        Optional.of(new Contestant(info.below(failed.kernel(), failed.element(), failed.size()))));
    skipped.add(failedIn(failed) + " from size " + failed.size() + " on: " + failed.failure());
  }

  private static String failedIn(Measurement failed) {
    return failed.contestant() + ", " + failed.kernel() + " of " + failed.element() + "s";
  }

  private String round(int round) {
    return "round " + (round + 1) + " of " + settings.rounds() + ": ";
  }

  /** This JVM's options that bear on speed or on gradcore, and what the measurement needs. */
  private List<String> childOptions(int vectorBits, int largest) {
    List<String> options = ChildJvm.inherited();
    // Not less than the usual heap: its size decides where arrays begin, relative to each other.
    long heap = Math.max(heapBytes(largest), Runtime.getRuntime().maxMemory());
    options.add("-Xmx" + (heap >> 20) + "m");
    options.add("--add-modules=jdk.incubator.vector");
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-Dgradcore.warmup=none");
    if (vectorBits != 0) {
      options.add("-Dgradcore.vector.bits=" + vectorBits);
    }
    return options;
  }
}
