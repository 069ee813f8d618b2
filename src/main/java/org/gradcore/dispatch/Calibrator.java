package org.gradcore.dispatch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.vector.Lanes;

/**
 * Measures every kernel, element type and size on every candidate of this machine, and the vector
 * backend at other lane widths too, each in a JVM of its own. Run it when the machine has nothing
 * else to do.
 */
public final class Calibrator {
  /** How thorough a calibration is. */
  public enum Mode {
    /** Less than a minute or so. */
    QUICK(5, 100_000, 16, 256, 4096, 1 << 16, 1 << 20),
    /** Several minutes: more sizes, more repetitions, every lane width. */
    FULL(9, 300_000, 4, 16, 64, 256, 1024, 4096, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22);

    private final int rounds;
    private final long sampleNanos;
    private final int[] sizes;

    Mode(int rounds, long sampleNanos, int... sizes) {
      this.rounds = rounds;
      this.sampleNanos = sampleNanos;
      this.sizes = sizes;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A width must be this much faster than the JVM's own to be recommended. */
  private static final double WIDTH_NOISE = 0.98;

  /** Smaller calls say little about a lane width. */
  private static final long SMALLEST_FOR_WIDTH = 256;

  /** Least time for the compilation of a Vector kernel; it is given twice. */
  private static final long WARMUP_NANOS = 100_000_000;

  private static final long WARMUP_LIMIT_NANOS = 2_000_000_000;

  /** How many samples' time a candidate is called before it is timed. */
  private static final int SETTLE_SAMPLES = 40;

  /** Of the arrays of the largest workload, in double. */
  private static final long BYTES_PER_ELEMENT = 64;

  private final Mode mode;
  private final List<Kernel> kernels;
  private final CalibrationListener listener;
  private int done;
  private int total;

  /**
   * Prepares a calibration of all kernels.
   *
   * @param mode how thorough
   * @param listener is told how far it has come, on the calling thread
   */
  public Calibrator(Mode mode, CalibrationListener listener) {
    this(mode, List.of(Kernel.values()), listener);
  }

  Calibrator(Mode mode, List<Kernel> kernels, CalibrationListener listener) {
    this.mode = mode;
    this.kernels = kernels;
    this.listener = listener;
  }

  /**
   * Measures.
   *
   * @return the profile of this machine; {@link ProfileFile#write} keeps it
   * @throws IOException if a JVM for another lane width fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Profile run() throws IOException, InterruptedException {
    Settings settings = Settings.of(System::getProperty);
    Settings all = new Settings(null, null, settings.isaCap(), false, settings.profile(), false);
    Environment environment = Kernels.environment();
    // Without a profile: it must not narrow what is measured, nor set the lane width.
    Profiles none = new Profiles(null, null, null, null);
    Chooser chooser = new Chooser(all, environment, none, null);
    List<Candidate> candidates = chooser.candidates(Kernel.DENSE_LOSS);
    boolean vector = candidates.contains(Candidate.VECTOR);
    int bits = vector ? chooser.laneBits() : 0;
    List<Integer> otherBits = vector ? otherBits(bits) : List.of();

    done = 0;
    total = 2 * kernels.size() * Kernels.ELEMENTS.size() * (1 + otherBits.size());
    Profile profile = profile(environment, 0);
    measure(profile, candidates, bits);
    List<Profile> parts = new ArrayList<>();
    for (int other : otherBits) {
      parts.add(measureElsewhere(other));
    }
    listener.progress(total, total, "");

    Profile merged = profile(environment, vector ? fastestBits(profile, bits, parts) : 0);
    merged.addAll(profile);
    parts.forEach(merged::addAll);
    return merged;
  }

  private Profile profile(Environment environment, int vectorBits) {
    return new Profile(
        Kernels.VERSION,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        environment.cpu().key(),
        environment.jdk(),
        mode.id(),
        vectorBits);
  }

  /** The lane widths to try in other JVMs; a quick calibration does not try the narrowest. */
  private List<Integer> otherBits(int own) {
    int widest = Environment.maxLaneBits();
    List<Integer> bits = new ArrayList<>();
    for (int width = mode == Mode.FULL ? 128 : 256; width <= widest; width *= 2) {
      if (width != own) {
        bits.add(width);
      }
    }
    return bits;
  }

  /** Adds the timings of these candidates to a profile. */
  private void measure(Profile profile, List<Candidate> candidates, int laneBits) {
    // All kernels first: C2 compiles the one while the next is called.
    forEachKernel("compiling ", (kernel, element) -> warmUp(kernel, element, candidates));
    forEachKernel(
        "",
        (kernel, element) -> {
          warmUp(kernel, element, candidates);
          List<Candidate> serving = candidates.stream().filter(c -> c.serves(kernel)).toList();
          for (int size : sizes()) {
            double[] nanos = measure(kernel, element, size, serving);
            for (int i = 0; i < nanos.length; i++) {
              String column = Profile.column(serving.get(i), laneBits);
              profile.put(kernel, element, size, column, nanos[i] / size);
            }
          }
        });
  }

  private void forEachKernel(String what, BiConsumer<Kernel, Class<?>> action) {
    for (Kernel kernel : kernels) {
      for (Class<?> element : Kernels.ELEMENTS) {
        listener.progress(done++, total, what + kernel.id() + " " + element.getName());
        action.accept(kernel, element);
      }
    }
  }

  private void warmUp(Kernel kernel, Class<?> element, List<Candidate> candidates) {
    if (candidates.contains(Candidate.VECTOR)) {
      Warmup.run(
          kernel,
          element,
          Variants.typical(kernel),
          Candidate.SCALAR,
          Double.NaN,
          WARMUP_NANOS,
          WARMUP_LIMIT_NANOS);
    }
  }

  /** The sizes whose arrays fit into half of this JVM's memory. */
  private int[] sizes() {
    long allowed = Runtime.getRuntime().maxMemory() / 2;
    return Arrays.stream(mode.sizes).filter(size -> size * BYTES_PER_ELEMENT <= allowed).toArray();
  }

  /** Median time of a call, in ns, by candidate; the rounds of the candidates alternate. */
  private double[] measure(Kernel kernel, Class<?> element, int size, List<Candidate> candidates) {
    Workload workload =
        Workload.of(kernel, element, Variants.typical(kernel), Workload.Shape.of(kernel, size));
    int n = candidates.size();
    Runnable[] calls = new Runnable[n];
    int[] repetitions = new int[n];
    for (int i = 0; i < n; i++) {
      calls[i] = workload.on(candidates.get(i));
      settle(calls[i]);
      repetitions[i] = repetitions(calls[i]);
    }
    double[][] samples = new double[n][mode.rounds];
    for (int round = 0; round < mode.rounds; round++) {
      for (int i = 0; i < n; i++) {
        samples[i][round] = time(calls[i], repetitions[i]);
      }
    }
    double[] medians = new double[n];
    for (int i = 0; i < n; i++) {
      Arrays.sort(samples[i]);
      medians[i] = samples[i][mode.rounds / 2];
    }
    return medians;
  }

  /** Calls for a while, so that all on the way to the kernel is compiled. */
  private void settle(Runnable call) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SETTLE_SAMPLES * mode.sampleNanos) {
      call.run();
    }
  }

  /** How many calls fill a sample. */
  private int repetitions(Runnable call) {
    int repetitions = 1;
    while (time(call, repetitions) * repetitions < mode.sampleNanos) {
      repetitions *= 2;
    }
    double nanos = time(call, repetitions);
    return (int) Math.max(1, Math.ceil(mode.sampleNanos / nanos));
  }

  private static double time(Runnable call, int repetitions) {
    long start = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      call.run();
    }
    return Math.max(1.0, System.nanoTime() - start) / repetitions;
  }

  /** Measures the vector backend at another lane width, in a JVM of its own. */
  private Profile measureElsewhere(int bits) throws IOException, InterruptedException {
    Path result = Files.createTempFile("gradcore-calibration", ".json");
    Process process = null;
    try {
      List<String> names = kernels.stream().map(Kernel::name).toList();
      process =
          new ProcessBuilder(command(bits, result.toString(), String.join(",", names)))
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String last = "";
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(CalibrationMain.STEP)) {
            String step = line.substring(CalibrationMain.STEP.length());
            listener.progress(done++, total, step + ", " + bits + " bits");
          } else {
            last = line;
          }
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "the JVM for a lane width of "
                + bits
                + " bits ended with status "
                + status
                + ": "
                + last);
      }
      return ProfileFile.read(result);
    } finally {
      if (process != null && process.isAlive()) {
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
      }
      Files.deleteIfExists(result);
    }
  }

  /** This JVM's command with another lane width and {@link CalibrationMain}. */
  private List<String> command(int bits, String result, String names) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // Only what bears on speed: memory, collector, compiler.
      if (option.startsWith("-X") && !option.startsWith("-Xrun")) {
        command.add(option);
      }
    }
    command.add("--add-modules");
    command.add("jdk.incubator.vector");
    command.add("-D" + Lanes.PROPERTY + "=" + bits);
    command.add("-cp");
    command.add(classPath());
    command.add(CalibrationMain.class.getName());
    command.add(mode.name());
    command.add(result);
    command.add(names);
    return command;
  }

  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("java.class.path", "");
    return modules.isEmpty() ? classes : modules + System.getProperty("path.separator") + classes;
  }

  /** What {@link CalibrationMain} runs: the vector backend at the width of this JVM. */
  Profile runVectorOnly() {
    total = 2 * kernels.size() * Kernels.ELEMENTS.size();
    Environment environment = Kernels.environment();
    Profile profile = profile(environment, Lanes.BITS);
    measure(profile, List.of(Candidate.VECTOR), Lanes.BITS);
    return profile;
  }

  /** The width with the smallest geometric mean of times; the JVM's own unless clearly slower. */
  private static int fastestBits(Profile own, int ownBits, List<Profile> others) {
    int best = ownBits;
    double bestRatio = WIDTH_NOISE;
    for (Profile other : others) {
      double logs = 0;
      int count = 0;
      for (Kernel kernel : other.times().keySet()) {
        for (Class<?> element : Kernels.ELEMENTS) {
          for (long size : other.sizes(kernel, element).keySet()) {
            if (size >= SMALLEST_FOR_WIDTH) {
              String ownColumn = Profile.column(Candidate.VECTOR, ownBits);
              String column = Profile.column(Candidate.VECTOR, other.vectorBits());
              logs +=
                  Math.log(
                      other.nanos(kernel, element, column, size)
                          / own.nanos(kernel, element, ownColumn, size));
              count++;
            }
          }
        }
      }
      double ratio = Math.exp(logs / Math.max(count, 1));
      if (count > 0 && ratio < bestRatio) {
        best = other.vectorBits();
        bestRatio = ratio;
      }
    }
    return best;
  }
}
