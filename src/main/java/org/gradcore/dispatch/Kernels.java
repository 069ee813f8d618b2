package org.gradcore.dispatch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Cpu;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.dispatch.machine.Environment;
import org.gradcore.dispatch.machine.Isa;
import org.gradcore.dispatch.machine.Settings;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.Profiles;
import org.gradcore.dispatch.profile.SizeBuckets;
import org.gradcore.kernel.DoubleKernels;
import org.gradcore.kernel.DoubleLinear;
import org.gradcore.kernel.DoublePointLoss;
import org.gradcore.kernel.DoubleRowLoss;
import org.gradcore.kernel.DoubleStep;
import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.Kernel;

/**
 * All kernels, with argument checks, on the backends that were chosen for this machine. {@link
 * #dispatched()} is what programs use; {@link #of(Backend)} forces one backend.
 *
 * <p>For each kernel, element type and size the choice is, first that applies: what the system
 * property {@code gradcore.backend} forces ({@code auto}, a backend or a candidate such as {@code
 * openblas-avx2}); the fastest by the profile of this processor, JDK and gradcore version ({@code
 * gradcore calibrate} writes it); the fastest by the table that ships with gradcore. Backends give
 * the same bits, except where BLAS sums in its own order; {@code gradcore.reproducible=true} leaves
 * BLAS out.
 *
 * <p>A Vector kernel is slow until it is compiled. Until then its calls go to another backend with
 * the same bits, while a background thread sees to the compilation ({@code gradcore.warmup=none}
 * switches this off). A forced backend is never substituted.
 *
 * <p>Other properties: {@code gradcore.isa} (largest instruction set of C++ kernels: {@code none},
 * {@code avx2}, {@code avx512}, {@code neon}), {@code gradcore.vector.bits} (lane width of the
 * vector backend), {@code gradcore.crossing} (how native functions are called: {@code jni}, {@code
 * foreign}, or {@code auto}: by JNI, but small calls by {@code java.lang.foreign} once there have
 * been many and a background thread has had them compiled and found them faster), {@code
 * gradcore.profile} (the profile's file). Instances are safe for use by several threads.
 */
public final class Kernels {
  /** The version of gradcore, which profiles are keyed by. */
  public static final String VERSION = Environment.VERSION;

  static final String LOGGER = "org.gradcore";

  // Guarded by the class.
  private static final Map<String, Kernels> INSTANCES = new HashMap<>();
  private static Profiles profiles;
  private static boolean reported;

  private static volatile Kernels dispatched;

  /**
   * A choice that came into use.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param candidate what ran
   * @param why what the choice rests on
   */
  public record Choice(Kernel kernel, Class<?> element, Candidate candidate, String why) {}

  /**
   * What the choice rests on.
   *
   * @param origin {@code profile}, {@code shipped table} or {@code none}
   * @param file where the user's profile is or would be; null if there is no place for it
   * @param date when the origin was measured, or null
   * @param mode {@code quick} or {@code full}, or null
   * @param vectorBits the lane width that the origin recommends, or 0
   * @param problem why the user's profile is not used although it exists; else null
   */
  public record ProfileInfo(
      String origin, Path file, Instant date, String mode, int vectorBits, String problem) {}

  private final Chooser chooser;
  private final Set<Choice> used = ConcurrentHashMap.newKeySet();

  private final DispatchedFloatKernels floats = new DispatchedFloatKernels(this);
  private final FloatArrays floatArrays = new FloatArrays(floats);
  private final DispatchedDoubleKernels doubles = new DispatchedDoubleKernels(this);
  private final DoubleArrays doubleArrays = new DoubleArrays(doubles);

  Kernels(Chooser chooser) {
    this.chooser = chooser;
  }

  /**
   * The kernels of this process, on the measured choice or what {@code gradcore.backend} forces.
   * The first call probes the machine and logs once what is missing, and what mends it, to the
   * system logger {@code org.gradcore}.
   *
   * @return the same instance on every call
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   * @throws IllegalStateException if the backend that the property forces is not available
   */
  public static Kernels dispatched() {
    Kernels kernels = dispatched;
    return kernels != null ? kernels : createDispatched();
  }

  private static synchronized Kernels createDispatched() {
    if (dispatched == null) {
      Settings settings = Settings.of(System::getProperty);
      Kernels kernels = create(settings, forcedByProperty(settings));
      report(kernels);
      dispatched = kernels;
    }
    return dispatched;
  }

  /**
   * The dispatched kernels without those that BLAS sums in its own order, so that whole runs repeat
   * bit for bit: as {@code gradcore.reproducible=true}, whatever that property says.
   *
   * @return the same instance on every call
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   * @throws IllegalStateException if the backend that the property forces is not available
   */
  public static synchronized Kernels reproducible() {
    Settings settings = Settings.of(System::getProperty).withReproducible();
    Kernels kernels = instance("reproducible", settings, forcedByProperty(settings));
    report(kernels);
    return kernels;
  }

  /**
   * The kernels of one backend, which is never substituted.
   *
   * @param backend the backend
   * @return the same instance on every call with this backend
   * @throws IllegalStateException if it is not available; the message says why and what mends it
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   */
  public static synchronized Kernels of(Backend backend) {
    Settings settings = Settings.of(System::getProperty).forced(backend, null);
    return instance(backend.id(), settings, "Kernels.of");
  }

  /**
   * The kernels of one candidate, for benchmarks and tests. A kernel without a BLAS variant runs on
   * the plain candidate of the same instruction set.
   *
   * @param candidate the candidate
   * @return the same instance on every call with this candidate
   * @throws IllegalStateException if it is not available; the message says why and what mends it
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   */
  public static synchronized Kernels of(Candidate candidate) {
    Settings settings = Settings.of(System::getProperty).forced(null, candidate);
    return instance(candidate.id(), settings, "Kernels.of");
  }

  private static Kernels instance(String key, Settings settings, String forcedBy) {
    Kernels kernels = INSTANCES.get(key);
    if (kernels == null) {
      kernels = create(settings, forcedBy);
      INSTANCES.put(key, kernels);
    }
    return kernels;
  }

  private static Kernels create(Settings settings, String forcedBy) {
    if (profiles == null) {
      profiles = Profiles.load(settings, Environment.current());
    }
    return new Kernels(new Chooser(settings, Environment.current(), profiles, forcedBy));
  }

  private static String forcedByProperty(Settings settings) {
    boolean forced = settings.backend() != null || settings.candidate() != null;
    return forced ? "-D" + Settings.BACKEND : null;
  }

  /** Says what is missing, once per process. */
  private static void report(Kernels kernels) {
    if (reported) {
      return;
    }
    reported = true;
    System.Logger log = System.getLogger(LOGGER);
    for (Availability<Backend> availability : kernels.availability()) {
      if (!availability.available()) {
        log.log(
            System.Logger.Level.WARNING,
            "the " + availability.of().id() + " backend is not used: " + availability.sentence());
      }
    }
    for (Availability<Isa> isa : kernels.isas()) {
      if (!isa.available()) {
        log.log(
            System.Logger.Level.DEBUG,
            "the " + isa.of().id() + " kernels are not used: " + isa.reason());
      }
    }
    Profiles found = kernels.chooser.profiles();
    if (found.problem() != null) {
      log.log(
          System.Logger.Level.WARNING,
          "the profile "
              + found.file()
              + " is ignored: "
              + found.problem()
              + ". gradcore calibrate makes a new one");
    }
  }

  Chooser chooser() {
    return chooser;
  }

  void record(Choice choice) {
    used.add(choice);
  }

  /**
   * Makes a whole optimizer step.
   *
   * @param call the arguments, which are checked: see {@link FloatStep#check}
   */
  public void step(FloatStep call) {
    floats.steps.of(call.rule().kernel()).step(call, 0, call.length());
  }

  /**
   * Evaluates a whole elementwise loss.
   *
   * @param call the arguments, which are checked: see {@link FloatPointLoss#check}
   * @return the sum of the losses
   */
  public double evaluate(FloatPointLoss call) {
    return floats.pointLosses.of(call.rule().kernel()).evaluate(call, 0, call.length(), 0);
  }

  /**
   * Evaluates a whole loss of rows.
   *
   * @param call the arguments, which are checked: see {@link FloatRowLoss#check}
   * @return the sum of the losses
   */
  public double evaluate(FloatRowLoss call) {
    return floats.rowLosses.of(call.kernel()).evaluate(call, 0, call.length(), 0);
  }

  /**
   * Computes a whole call of a kernel of linear models.
   *
   * @param call the arguments, which are checked: see {@link FloatLinear#check}
   * @return the sum of the losses; 0 of a kernel without a loss
   */
  public double linear(FloatLinear call) {
    return floats.linears.of(call.kernel()).run(call, 0, call.rowCount(), 0);
  }

  /**
   * Maps and reductions of float arrays, by name.
   *
   * @return the operations
   */
  public FloatArrays floatArrays() {
    return floatArrays;
  }

  /**
   * The single kernels on float arrays, for parts of calls.
   *
   * @return the kernels, which check their arguments
   */
  public FloatKernels floats() {
    return floats.kernels;
  }

  /**
   * Makes a whole optimizer step.
   *
   * @param call the arguments, which are checked: see {@link DoubleStep#check}
   */
  public void step(DoubleStep call) {
    doubles.steps.of(call.rule().kernel()).step(call, 0, call.length());
  }

  /**
   * Evaluates a whole elementwise loss.
   *
   * @param call the arguments, which are checked: see {@link DoublePointLoss#check}
   * @return the sum of the losses
   */
  public double evaluate(DoublePointLoss call) {
    return doubles.pointLosses.of(call.rule().kernel()).evaluate(call, 0, call.length(), 0);
  }

  /**
   * Evaluates a whole loss of rows.
   *
   * @param call the arguments, which are checked: see {@link DoubleRowLoss#check}
   * @return the sum of the losses
   */
  public double evaluate(DoubleRowLoss call) {
    return doubles.rowLosses.of(call.kernel()).evaluate(call, 0, call.length(), 0);
  }

  /**
   * Computes a whole call of a kernel of linear models.
   *
   * @param call the arguments, which are checked: see {@link DoubleLinear#check}
   * @return the sum of the losses; 0 of a kernel without a loss
   */
  public double linear(DoubleLinear call) {
    return doubles.linears.of(call.kernel()).run(call, 0, call.rowCount(), 0);
  }

  /**
   * Maps and reductions of double arrays, by name.
   *
   * @return the operations
   */
  public DoubleArrays doubleArrays() {
    return doubleArrays;
  }

  /**
   * The single kernels on double arrays, for parts of calls.
   *
   * @return the kernels, which check their arguments
   */
  public DoubleKernels doubles() {
    return doubles.kernels;
  }

  /**
   * What calls of a kernel go to (once it is compiled, if that is the vector backend).
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param size elements; of dense linear kernels rows × features × classes, of CSR kernels stored
   *     entries × classes
   * @return the candidate's id, e.g. {@code vector} or {@code openblas-avx512-blas}
   */
  public String chosen(Kernel kernel, Class<?> element, long size) {
    return decide(kernel, element, size).candidate().id();
  }

  /**
   * What the choice rests on.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param size as for {@link #chosen}
   * @return e.g. {@code profile}, {@code shipped table} or {@code forced by -Dgradcore.backend}
   */
  public String why(Kernel kernel, Class<?> element, long size) {
    return decide(kernel, element, size).why();
  }

  private Chooser.Decision decide(Kernel kernel, Class<?> element, long size) {
    if (!Kernel.ELEMENTS.contains(element)) {
      throw new IllegalArgumentException(
          "element: " + element + " given, allowed: float.class, double.class");
    }
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " given, must be at least 0");
    }
    return chooser.decide(kernel, element, SizeBuckets.smallest(SizeBuckets.of(size)));
  }

  /**
   * What this instance can choose from for a kernel.
   *
   * @param kernel the kernel
   * @return the available candidates, from the simplest
   */
  public List<Candidate> candidates(Kernel kernel) {
    return List.copyOf(chooser.candidates().of(kernel));
  }

  /**
   * Which backends can be used, and why not. An instance with a forced backend knows of that one
   * only.
   *
   * @return scalar, vector, openblas
   */
  public List<Availability<Backend>> availability() {
    return chooser.candidates().availability();
  }

  /**
   * Which instruction sets the C++ kernels can use, and why not.
   *
   * @return one entry per instruction set; empty if the native library is not there
   */
  public List<Availability<Isa>> isas() {
    return chooser.candidates().isas();
  }

  /**
   * Which ways there are to call functions of the native library, and why not.
   *
   * @return JNI and {@code java.lang.foreign}; empty if the native library is not there
   */
  public List<Availability<Crossing>> crossings() {
    return chooser.candidates().crossings();
  }

  /**
   * The lane width of the vector backend.
   *
   * @return 128, 256 or 512 bits; 0 if this instance does not use the vector backend
   */
  public int vectorBits() {
    boolean vector =
        availability().stream().anyMatch(a -> a.of() == Backend.VECTOR && a.available());
    return vector ? chooser.candidates().laneBits() : 0;
  }

  /**
   * What the choice rests on.
   *
   * @return the profile in use, or why there is none
   */
  public ProfileInfo profile() {
    Profiles found = chooser.profiles();
    Profile profile = found.user() != null ? found.user() : found.shipped();
    String origin = found.user() != null ? "profile" : profile != null ? "shipped table" : "none";
    return new ProfileInfo(
        origin,
        found.file(),
        profile == null ? null : profile.date(),
        profile == null ? null : profile.mode(),
        profile == null ? 0 : profile.vectorBits(),
        found.problem());
  }

  /**
   * Where the profile of this processor, JDK and gradcore version belongs: the property {@code
   * gradcore.profile}, or else a file in the user's cache folder.
   *
   * @return the file, which need not exist; null if the system has no place for it
   * @throws IllegalArgumentException if a gradcore property has an unknown value
   */
  public static Path profileFile() {
    return Profiles.file(Settings.of(System::getProperty), Environment.current());
  }

  /**
   * This process's processor.
   *
   * @return name, identity and features
   */
  public static Cpu cpu() {
    return Environment.current().cpu();
  }

  /**
   * What has run through this instance so far, by kernel and element type. A Vector kernel that was
   * compiled meanwhile stands beside its substitute.
   *
   * @return the choices in the order of {@link Kernel}
   */
  public List<Choice> used() {
    return used.stream()
        .sorted(
            Comparator.comparing(Choice::kernel)
                .thenComparing(choice -> choice.element().getName(), Comparator.reverseOrder())
                .thenComparing(choice -> choice.candidate().id()))
        .toList();
  }
}
