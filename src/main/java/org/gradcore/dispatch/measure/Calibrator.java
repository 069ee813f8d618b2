package org.gradcore.dispatch.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Candidates;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.ProfileFile;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.vector.Lanes;

/**
 * Measures every kernel, element type and size on every candidate of this machine, in JVMs of their
 * own whose means count, and the vector backend at other lane widths too. Run it when the machine
 * has nothing else to do.
 */
public final class Calibrator {
  /** How thorough a calibration is. */
  public enum Mode {
    /** A minute or so. */
    QUICK(1, 2, 3, 100_000, 16, 256, 4096, 1 << 16, 1 << 20),
    /** A quarter of an hour: more JVMs, sizes and repetitions, every lane width. */
    FULL(
        7, 3, 3, 200_000, 4, 16, 64, 256, 1024, 4096, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22,
        1 << 24);

    /** JVMs of the usual lane width. */
    private final int rounds;

    /**
     * How often each of them measures everything. Who shares the processor makes some candidates
     * much slower and others not at all, for a tenth of a second or for minutes: times that were
     * taken some while apart have seen more of that.
     */
    private final int passes;

    private final int samples;
    private final long sampleNanos;
    private final int[] sizes;

    Mode(int rounds, int passes, int samples, long sampleNanos, int... sizes) {
      this.rounds = rounds;
      this.passes = passes;
      this.samples = samples;
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

  /** Least time to call a kernel for it to be compiled; it is given twice. */
  private static final long COMPILE_NANOS = 20_000_000;

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
   * @throws IOException if a JVM fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Profile run() throws IOException, InterruptedException {
    Environment environment = Environment.current();
    Candidates available = available();
    List<Candidate> candidates = available.of(Kernel.DENSE_LOSS);
    boolean vector = candidates.contains(Candidate.VECTOR);
    List<Integer> widths = vector ? widths(available.laneBits()) : List.of(0);
    boolean single = widths.size() == 1;

    done = 0;
    int jvms = mode.rounds + (single ? 0 : widths.size());
    total = steps() * jvms;
    String reference = reference(candidates).id();
    int bits = widths.getFirst();
    List<Profile> others = new ArrayList<>();
    if (!single) {
      for (int width : widths) {
        others.add(measureElsewhere(width, true, width + " bits"));
      }
      bits = fastestBits(others, reference);
    }
    List<Profile> rounds = new ArrayList<>();
    for (int round = 1; round <= mode.rounds; round++) {
      rounds.add(measureElsewhere(bits, false, "round " + round + " of " + mode.rounds));
    }
    listener.progress(total, total, "");

    Profile merged = profile(environment, bits);
    merged.addRounds(rounds);
    for (Profile other : others) {
      if (other.vectorBits() != bits) {
        merged.addRelative(other, Profile.column(Candidate.VECTOR, other.vectorBits()), reference);
      }
    }
    return merged;
  }

  /**
   * What the vector backend is compared with in the JVM of each lane width, and the widths through
   * it with each other: the machine may be half as fast in the one JVM as it is in the next.
   */
  private static Candidate reference(List<Candidate> candidates) {
    return candidates.stream()
        .filter(c -> c.backend() == Backend.OPENBLAS && !c.blas())
        .findFirst()
        .orElse(Candidate.SCALAR);
  }

  /** Without a profile: it must not narrow what is measured, nor set the lane width. */
  private static Candidates available() {
    Settings settings = Settings.of(System::getProperty);
    Settings all =
        new Settings(
            null, null, settings.isaCap(), false, settings.profile(), settings.crossing(), false);
    return new Candidates(all, Environment.current(), 0);
  }

  private Profile profile(Environment environment, int vectorBits) {
    return new Profile(
        Environment.VERSION,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        environment.cpu().key(),
        environment.jdk(),
        mode.id(),
        vectorBits);
  }

  /** The lane widths to try, the JVM's own first; a quick calibration leaves out the narrowest. */
  private List<Integer> widths(int own) {
    int widest = Environment.maxLaneBits();
    List<Integer> widths = new ArrayList<>(List.of(own));
    for (int width = mode == Mode.FULL ? 128 : 256; width <= widest; width *= 2) {
      if (width != own) {
        widths.add(width);
      }
    }
    return widths;
  }

  /** Adds the timings of these candidates to a profile. */
  private void measure(Profile profile, List<Candidate> candidates, int laneBits) {
    // All kernels first: C2 compiles the one while the next is called.
    forEachKernel(
        "compiling ",
        (kernel, element) -> Workload.compile(kernel, element, candidates, COMPILE_NANOS));
    List<Profile> passes = new ArrayList<>();
    for (int pass = 0; pass < mode.passes; pass++) {
      int now = pass;
      Profile times = profile(Environment.current(), laneBits);
      forEachKernel(
          "",
          (kernel, element) -> {
            if (now == 0) {
              Workload.compile(kernel, element, candidates, COMPILE_NANOS);
            }
            time(times, kernel, element, candidates, laneBits, sizes(now));
          });
      passes.add(times);
    }
    profile.addRounds(passes);
  }

  /** Adds the times of a kernel at these sizes. */
  private void time(
      Profile profile,
      Kernel kernel,
      Class<?> element,
      List<Candidate> candidates,
      int laneBits,
      int[] sizes) {
    List<Candidate> serving = candidates.stream().filter(c -> c.serves(kernel)).toList();
    List<Function<Workload, Runnable>> calls = new ArrayList<>();
    serving.forEach(candidate -> calls.add(workload -> workload.on(candidate)));
    for (int size : sizes) {
      Workload.Shape shape = Workload.Shape.of(kernel, size);
      double[] nanos =
          Stopwatch.medians(kernel, element, shape, calls, mode.samples, mode.sampleNanos);
      for (int i = 0; i < nanos.length; i++) {
        String column = Profile.column(serving.get(i), laneBits);
        long elements = shape.elements();
        profile.put(kernel, element, elements, column, nanos[i] / elements);
      }
    }
  }

  /** How often a JVM goes through all kernels, to compile and to time them. */
  private int steps() {
    return (1 + mode.passes) * kernels.size() * Kernel.ELEMENTS.size();
  }

  private void forEachKernel(String what, BiConsumer<Kernel, Class<?>> action) {
    for (Kernel kernel : kernels) {
      for (Class<?> element : Kernel.ELEMENTS) {
        listener.progress(done++, total, what + kernel.id() + " " + element.getName());
        action.accept(kernel, element);
      }
    }
  }

  /** The sizes of a pass whose arrays fit into half of this JVM's memory. */
  private int[] sizes(int pass) {
    long largest = Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_ELEMENT;
    return Arrays.stream(mode.sizes)
        .filter(size -> size <= largest && pass < Stopwatch.passes(size, mode.passes))
        .toArray();
  }

  /** Measures in a JVM of its own: all candidates, or what is needed to judge a lane width. */
  private Profile measureElsewhere(int bits, boolean widthOnly, String what)
      throws IOException, InterruptedException {
    Path result = Files.createTempFile("gradcore-calibration", ".json");
    result.toFile().deleteOnExit(); // if this process is interrupted
    try {
      List<String> command = command(bits, widthOnly, result);
      ChildJvm.End end =
          ChildJvm.run(
              command,
              "",
              null,
              line -> {
                if (line.startsWith(CalibrationMain.STEP)) {
                  String step = line.substring(CalibrationMain.STEP.length());
                  listener.progress(done++, total, what + ": " + step);
                }
              });
      if (end.status() != 0) {
        throw new IOException(
            "the JVM of " + what + " ended with status " + end.status() + ": " + end.cause());
      }
      return ProfileFile.read(result);
    } finally {
      Files.deleteIfExists(result);
    }
  }

  /** The command of a JVM like this one, with {@link CalibrationMain}. */
  private List<String> command(int bits, boolean widthOnly, Path result) {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // Only what bears on speed (memory, collector, compiler), and what is left out.
      if ((option.startsWith("-X") && !option.startsWith("-Xrun"))
          || option.startsWith("-D" + Settings.ISA + "=")
          || option.startsWith("-D" + Settings.CROSSING + "=")) {
        options.add(option);
      }
    }
    if (bits != 0) {
      options.add("--add-modules=jdk.incubator.vector");
      options.add("-D" + Lanes.PROPERTY + "=" + bits);
    }
    options.add("--enable-native-access=ALL-UNNAMED");
    String names = kernels.stream().map(Kernel::name).collect(Collectors.joining(","));
    return ChildJvm.command(
        options,
        classPath(),
        CalibrationMain.class,
        List.of(mode.name(), result.toString(), names, Boolean.toString(widthOnly)));
  }

  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("java.class.path", "");
    return modules.isEmpty() ? classes : modules + System.getProperty("path.separator") + classes;
  }

  /**
   * What {@link CalibrationMain} runs: all candidates of this JVM, or the vector backend and its
   * {@link #reference}.
   */
  Profile runHere(boolean widthOnly) {
    total = steps();
    List<Candidate> all = available().of(Kernel.DENSE_LOSS);
    List<Candidate> candidates = widthOnly ? List.of(Candidate.VECTOR, reference(all)) : all;
    int bits = candidates.contains(Candidate.VECTOR) ? Lanes.BITS : 0;
    Profile profile = profile(Environment.current(), bits);
    measure(profile, candidates, bits);
    return profile;
  }

  /**
   * The width with the smallest median of its times in relation to those of the first, which it is
   * unless one is clearly faster. A kernel that one width suits badly does not decide for all.
   */
  private static int fastestBits(List<Profile> widths, String reference) {
    Profile own = widths.getFirst();
    int best = own.vectorBits();
    double bestRatio = WIDTH_NOISE;
    for (Profile other : widths.subList(1, widths.size())) {
      List<Double> ratios = new ArrayList<>();
      for (Kernel kernel : other.kernels()) {
        for (Class<?> element : Kernel.ELEMENTS) {
          for (long size : other.sizes(kernel, element).keySet()) {
            if (size >= SMALLEST_FOR_WIDTH) {
              ratios.add(
                  relative(other, kernel, element, size, reference)
                      / relative(own, kernel, element, size, reference));
            }
          }
        }
      }
      double ratio = ratios.isEmpty() ? 1 : Profile.median(ratios);
      if (ratio < bestRatio) {
        best = other.vectorBits();
        bestRatio = ratio;
      }
    }
    return best;
  }

  /** The vector backend's time in relation to the reference's. */
  private static double relative(
      Profile profile, Kernel kernel, Class<?> element, long size, String reference) {
    String vector = Profile.column(Candidate.VECTOR, profile.vectorBits());
    return profile.nanos(kernel, element, vector, size)
        / profile.nanos(kernel, element, reference, size);
  }
}
