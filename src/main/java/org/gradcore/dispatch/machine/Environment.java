package org.gradcore.dispatch.machine;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.gradcore.kernel.vector.Lanes;
import org.gradcore.presets.Foreign;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeLibrary;

/**
 * What this process has to compute with. Everything is probed at most once and only when asked for:
 * a process that stays with one backend does not load the others. Tests give their own probes.
 */
public final class Environment {
  /** The version of gradcore, which profiles are keyed by. */
  public static final String VERSION = "0.1.0";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final Environment CURRENT = system();

  private final Cpu cpu;
  private final String jdk;
  private final Supplier<Availability<Backend>> vectorProbe;
  private final Supplier<Availability<Backend>> libraryProbe;
  private final Supplier<Availability<Crossing>> foreignProbe;
  private final Predicate<Isa> isaProbe;
  private final IntUnaryOperator lanesProbe;

  private Availability<Backend> vector;
  private Availability<Backend> library;
  private Availability<Crossing> foreign;
  private final Map<Isa, Boolean> isas = new EnumMap<>(Isa.class);
  private int laneBits;

  /**
   * Sets the probes.
   *
   * @param vectorProbe whether the Vector API can be used
   * @param libraryProbe whether the native library is loaded
   * @param foreignProbe whether the library can be called by {@code java.lang.foreign}
   * @param isaProbe whether processor and operating system support an instruction set
   * @param lanesProbe fixes the lane width, preferably to the given one (0 for no preference), and
   *     returns what it is
   */
  Environment(
      Cpu cpu,
      String jdk,
      Supplier<Availability<Backend>> vectorProbe,
      Supplier<Availability<Backend>> libraryProbe,
      Supplier<Availability<Crossing>> foreignProbe,
      Predicate<Isa> isaProbe,
      IntUnaryOperator lanesProbe) {
    this.cpu = cpu;
    this.jdk = jdk;
    this.vectorProbe = vectorProbe;
    this.libraryProbe = libraryProbe;
    this.foreignProbe = foreignProbe;
    this.isaProbe = isaProbe;
    this.lanesProbe = lanesProbe;
  }

  /** The environment of this process: the same instance on every call. */
  public static Environment current() {
    return CURRENT;
  }

  private static Environment system() {
    return new Environment(
        Cpu.current(),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        () ->
            probeVector(
                ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(),
                System.getProperty("java.vm.info", ""),
                Environment::vmOption),
        () -> FlightRecorder.nativeLibrary(Environment::probeLibrary),
        () -> probeForeign(System.getProperty("java.vm.info", ""), Environment::vmOption),
        isa -> Native.gradcore_isa_supported(isa.code()) != 0,
        Environment::fixLanes);
  }

  /** The processor: name, identity and features. */
  public Cpu cpu() {
    return cpu;
  }

  /** The JDK: vendor and version. */
  public String jdk() {
    return jdk;
  }

  /** Whether the Vector API can be used: yes, or why not. */
  public synchronized Availability<Backend> vector() {
    if (vector == null) {
      vector = vectorProbe.get();
    }
    return vector;
  }

  /** Whether the native library is there; the first call loads it: yes, or why not. */
  public synchronized Availability<Backend> library() {
    if (library == null) {
      library = libraryProbe.get();
    }
    return library;
  }

  /**
   * Whether functions of the native library, which must be there, can be called by {@code
   * java.lang.foreign}.
   *
   * @return yes, or why not
   */
  public synchronized Availability<Crossing> foreign() {
    if (foreign == null) {
      foreign = foreignProbe.get();
    }
    return foreign;
  }

  /**
   * Whether C++ kernels of an instruction set can run.
   *
   * @param isa the instruction set
   * @return true if the library is loaded, and processor and operating system support it
   */
  public synchronized boolean supports(Isa isa) {
    return library().available() && isas.computeIfAbsent(isa, isaProbe::test);
  }

  /**
   * The lane width of the vector backend, which must be available.
   *
   * @param recommended what the profile recommends, or 0; taken if nothing has fixed the width yet
   * @return 128, 256 or 512 bits
   * @throws IllegalArgumentException if the property asks for a width that this JVM does not have
   */
  public synchronized int laneBits(int recommended) {
    if (laneBits == 0) {
      laneBits = lanesProbe.applyAsInt(recommended);
    }
    return laneBits;
  }

  /** Decides from the facts; separated from {@link #current} for the tests. */
  static Availability<Backend> probeVector(
      boolean modulePresent, String vmInfo, UnaryOperator<String> vmOption) {
    if (!modulePresent) {
      return declined(
          "the module " + VECTOR_MODULE + " is not in this JVM",
          "Start it with --add-modules " + VECTOR_MODULE);
    }
    Availability<Backend> withoutC2 = withoutC2(vmInfo, vmOption);
    if (withoutC2 != null) {
      return withoutC2;
    }
    if (!"true".equals(orElse(vmOption, "UseFMA", "true"))) {
      return declined(
          "fused multiply-add is not available (an old processor, -XX:-UseFMA or -XX:UseAVX=0)",
          "Start the JVM without these options, on a processor with FMA");
    }
    return Availability.yes(
        Backend.VECTOR, VECTOR_MODULE + " " + Runtime.version().feature() + ", compiler C2");
  }

  /** Why C2 does not compile in this JVM; null if it does. */
  private static Availability<Backend> withoutC2(String vmInfo, UnaryOperator<String> vmOption) {
    if (vmInfo.contains("interpreted")) {
      return declined("the JVM only interprets (-Xint)", "Start it without -Xint");
    }
    if (vmInfo.contains("emulated-client")
        || !"4".equals(orElse(vmOption, "TieredStopAtLevel", "4"))) {
      return declined(
          "the optimizing compiler C2 is off (TieredStopAtLevel or CompilationMode)",
          "Start the JVM without -XX:TieredStopAtLevel and -XX:CompilationMode");
    }
    String vm = System.getProperty("java.vm.name", "");
    if (vmOption.apply("MaxVectorSize") == null) {
      return declined(
          "this JVM (" + vm + ") does not show that it has HotSpot's compiler C2",
          "Use an OpenJDK build with HotSpot and the module jdk.management");
    }
    if ("true".equals(vmOption.apply("UseJVMCICompiler"))) {
      return declined(
          "another compiler has taken the place of C2 (-XX:+UseJVMCICompiler)",
          "Start the JVM with -XX:-UseJVMCICompiler");
    }
    return null;
  }

  /** Without C2 a call by java.lang.foreign allocates, and takes several times as long. */
  static Availability<Crossing> probeForeign(String vmInfo, UnaryOperator<String> vmOption) {
    Availability<Backend> withoutC2 = withoutC2(vmInfo, vmOption);
    if (withoutC2 != null) {
      return Availability.no(Crossing.FOREIGN, withoutC2.reason(), withoutC2.remedy());
    }
    String reason = Foreign.reason();
    return reason != null
        ? Availability.no(Crossing.FOREIGN, reason, "")
        : Availability.yes(Crossing.FOREIGN, "small calls, once they are many and it is faster");
  }

  private static Availability<Backend> declined(String reason, String remedy) {
    return Availability.no(Backend.VECTOR, reason, remedy);
  }

  private static String orElse(UnaryOperator<String> vmOption, String name, String fallback) {
    String value = vmOption.apply(name);
    return value == null ? fallback : value;
  }

  private static String vmOption(String name) {
    try {
      return VmOptions.get(name);
    } catch (LinkageError e) {
      return null;
    }
  }

  private static Availability<Backend> probeLibrary() {
    NativeLibrary.Status status;
    try {
      status = NativeLibrary.load();
    } catch (LinkageError e) {
      return Availability.no(
          Backend.OPENBLAS,
          "the native binding is not on the class path (" + e.getMessage() + ")",
          "Add the dependencies org.gradcore:gradcore-presets and org.bytedeco:javacpp");
    }
    if (status.loaded()) {
      String file = status.file();
      return Availability.yes(
          Backend.OPENBLAS,
          status.note() == null
              ? file
              : file + " (unpacked for this process alone, since " + status.note() + ")");
    }
    // One text of reason and remedy, in sentences.
    String text = status.reason();
    int end = text.indexOf(". ");
    return end < 0
        ? Availability.no(Backend.OPENBLAS, text, "")
        : Availability.no(Backend.OPENBLAS, text.substring(0, end), text.substring(end + 2));
  }

  /** The widest vectors that C2 uses in this JVM: at least 128 bits and at most 512. */
  public static int maxLaneBits() {
    String bytes = vmOption("MaxVectorSize");
    return bytes == null ? 128 : Math.clamp(8L * Integer.parseInt(bytes), 128, 512);
  }

  private static int fixLanes(int recommended) {
    if (recommended > 0
        && recommended <= maxLaneBits()
        && System.getProperty(Lanes.PROPERTY) == null) {
      System.setProperty(Lanes.PROPERTY, Integer.toString(recommended));
    }
    try {
      return Lanes.BITS;
    } catch (LinkageError e) {
      String message =
          e.getCause() instanceof IllegalArgumentException cause
              ? cause.getMessage()
              : Lanes.PROPERTY
                  + " = \""
                  + System.getProperty(Lanes.PROPERTY)
                  + "\" is not a lane width of this JVM";
      throw new IllegalArgumentException(message, e);
    }
  }
}
