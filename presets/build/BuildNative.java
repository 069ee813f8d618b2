import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Builds the native library, or leaves it out and says why. Run by the build as {@code java
 * -classpath CLASSPATH BuildNative.java PRESETS_FOLDER PLATFORM build|skip|test}; the class path
 * holds JavaCPP, the binding, and OpenBLAS with the jar of the platform.
 *
 * <p>Steps: unpack OpenBLAS to {@code target/openblas}; let JavaCPP write the JNI code to {@code
 * target/generated/jni}; let CMake compile {@code cpp/} to {@code
 * target/native/org/gradcore/presets/PLATFORM}, whose jar is the module {@code
 * org.gradcore.presets.PLATFORM}. Each does nothing when nothing has changed. When a tool is
 * missing, a {@code left-out.txt} with the reason stands where the library would be, and the build
 * goes on. A compiler error fails the build. With {@code test}, the tests of the C++ side are built
 * and run, unless the library was left out.
 */
public final class BuildNative {
  private static final String BINDING = "org.gradcore.presets.Native";

  private final String platform;
  private final Path cpp;
  private final Path target;
  private final Path output;

  private BuildNative(Path presets, String platform) {
    this.platform = platform;
    this.cpp = presets.resolveSibling("cpp");
    this.target = presets.resolve("target");
    this.output = target.resolve("native/org/gradcore/presets").resolve(platform);
  }

  /** A step that failed; the message is all that the user needs. */
  private static final class BuildException extends Exception {
    private static final long serialVersionUID = 1L;

    BuildException(String message) {
      super(message);
    }
  }

  private boolean windows() {
    return platform.startsWith("windows");
  }

  private void leaveOut(String reason) throws IOException {
    deleteAll(output);
    Files.createDirectories(output);
    Files.writeString(output.resolve("left-out.txt"), reason + "\n");
    System.out.println("NOTICE: the native backend is left out of this build: " + reason);
  }

  /** Says which tools are missing and how to install them; null if all are there. */
  private String missing() {
    List<String> tools = new ArrayList<>();
    if (!runs("cmake")) {
      tools.add("cmake");
    }
    // On Windows CMake itself finds Visual Studio and its build tool.
    if (!windows()) {
      String cxx = System.getenv("CXX");
      boolean given = cxx != null && !cxx.isBlank();
      if (given ? !runs(cxx.strip().split("\\s+")[0]) : !(runs("c++") || runs("g++"))) {
        tools.add("a C++ compiler" + (given ? " (CXX is " + cxx + ")" : ""));
      }
      if (!runs("make") && !runs("ninja")) {
        tools.add("make");
      }
    }
    if (tools.isEmpty()) {
      return null;
    }
    String install;
    if (platform.startsWith("linux")) {
      install =
          "Debian and Ubuntu: apt-get install cmake g++ make; "
              + "Fedora: dnf install cmake gcc-c++ make; Alpine: apk add cmake g++ make";
    } else if (platform.startsWith("macosx")) {
      install = "xcode-select --install, and brew install cmake";
    } else {
      install = "CMake, and Visual Studio with \"Desktop development with C++\"";
    }
    return String.join(" and ", tools)
        + (tools.size() == 1 ? " was" : " were")
        + " not found when gradcore was built. Install what is missing ("
        + install
        + ") and build again";
  }

  private static boolean runs(String tool) {
    try {
      Process process =
          new ProcessBuilder(tool, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Unpacks headers and libraries of OpenBLAS, all but JavaCPP's own binding of it. */
  private Path unpackOpenBlas() throws IOException, BuildException {
    String folder = "org/bytedeco/openblas/" + platform + "/";
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (!entry.endsWith(".jar") || !entry.contains("openblas")) {
        continue;
      }
      try (JarFile file = new JarFile(jar.toFile())) {
        if (file.getEntry(folder + "include/cblas.h") == null) {
          continue;
        }
        Path to = target.resolve("openblas");
        Path stamp = to.resolve("unpacked.txt");
        String content = jar.getFileName() + " " + Files.getLastModifiedTime(jar) + "\n";
        if (Files.exists(stamp) && Files.readString(stamp).equals(content)) {
          return to;
        }
        deleteAll(to);
        for (JarEntry e : file.stream().toList()) {
          String name = e.getName();
          if (e.isDirectory() || !name.startsWith(folder) || name.contains("jniopenblas")) {
            continue;
          }
          Path out = to.resolve(name.substring(folder.length())).normalize();
          Files.createDirectories(out.getParent());
          try (InputStream in = file.getInputStream(e)) {
            Files.copy(in, out, StandardCopyOption.REPLACE_EXISTING);
          }
        }
        Files.writeString(stamp, content);
        return to;
      }
    }
    throw new BuildException("No OpenBLAS jar for " + platform + " on the class path");
  }

  private Path generateJni() throws IOException, InterruptedException, BuildException {
    Path jni = target.resolve("generated/jni");
    Path source = jni.resolve("jnigradcore.cpp");
    Path binding = target.resolve("classes/org/gradcore/presets/Native.class");
    // The compiler rewrites a class without need, the binding's source changes only with the table.
    Path input = target.resolve("generated/java/org/gradcore/presets/Native.java");
    if (!Files.exists(source) || newer(input, source)) {
      if (!Files.exists(binding)) {
        throw new BuildException("Not compiled: " + binding);
      }
      Files.createDirectories(jni);
      run(
          target.resolve("javacpp.log"),
          javaTool(),
          "-classpath",
          System.getProperty("java.class.path"),
          "org.bytedeco.javacpp.tools.Builder",
          "-nocompile",
          "-d",
          jni.toString(),
          "-Dplatform=" + platform,
          BINDING);
      if (!Files.exists(source)) {
        throw new BuildException("JavaCPP did not write " + source);
      }
      Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis()));
    }
    return jni;
  }

  private static boolean newer(Path a, Path b) throws IOException {
    return Files.getLastModifiedTime(a).compareTo(Files.getLastModifiedTime(b)) > 0;
  }

  private static String javaTool() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void compile(Path openBlas, Path jni)
      throws IOException, InterruptedException, BuildException {
    Files.createDirectories(output);
    Path build = target.resolve("cmake");
    Path cache = build.resolve("CMakeCache.txt");
    if (Files.exists(cache) && !Files.readString(cache).contains(cmakePath(cpp))) {
      // The tree was moved or copied: CMake refuses a cache of another place.
      deleteAll(build);
    }
    List<String> configure =
        new ArrayList<>(
            List.of(
                "cmake",
                "-S",
                cpp.toString(),
                "-B",
                build.toString(),
                "-DCMAKE_BUILD_TYPE=Release",
                "-DGRADCORE_TESTS=ON",
                "-DGRADCORE_GENERATED=" + cmakePath(target.resolve("generated")),
                "-DGRADCORE_JNI_SOURCES=" + cmakePath(jni),
                "-DGRADCORE_JAVA_HOME=" + cmakePath(Path.of(System.getProperty("java.home"))),
                "-DGRADCORE_OPENBLAS=" + cmakePath(openBlas),
                "-DGRADCORE_OUTPUT=" + cmakePath(output)));
    if (windows() && System.getenv("CMAKE_GENERATOR") == null) {
      // Microsoft's own compiler neither vectorizes fma nor turns contraction off.
      configure.addAll(List.of("-A", "x64", "-T", "ClangCL"));
    }
    run(target.resolve("cmake-configure.log"), configure.toArray(String[]::new));
    build(build, "jnigradcore");
    try (Stream<Path> files = Files.list(output)) {
      // Import libraries and the note of an earlier build have no place in the jar.
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().matches("(lib)?jnigradcore\\.(so|dylib|dll)")) {
          Files.delete(file);
        }
      }
    }
    try (Stream<Path> files = Files.list(output)) {
      if (files.findAny().isEmpty()) {
        throw new BuildException("CMake built no library in " + output);
      }
    }
  }

  private void build(Path build, String cmakeTarget)
      throws IOException, InterruptedException, BuildException {
    run(
        target.resolve("cmake-build.log"),
        "cmake",
        "--build",
        build.toString(),
        "--config",
        "Release",
        "--target",
        cmakeTarget,
        "--parallel",
        String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  private void test() throws IOException, InterruptedException, BuildException {
    if (Files.exists(output.resolve("left-out.txt"))) {
      System.out.println("NOTICE: the C++ tests are not run, since the native backend is left out");
      return;
    }
    Path build = target.resolve("cmake");
    build(build, windows() ? "ALL_BUILD" : "all");
    Path log = target.resolve("ctest.log");
    run(log, "ctest", "--test-dir", build.toString(), "-C", "Release", "--output-on-failure");
    System.out.print(Files.readString(log));
  }

  /**
   * The platform jar is a module of its own, which a program resolves by name, and OpenBLAS with
   * it: an automatic one could not be linked into an image.
   */
  private void describeModule() throws IOException {
    String suffix = "." + platform.replace('-', '.');
    ModuleAttribute module =
        ModuleAttribute.of(
            ModuleDesc.of("org.gradcore.presets" + suffix),
            builder ->
                builder
                    .requires(ModuleDesc.of("java.base"), Set.of(AccessFlag.MANDATED), null)
                    .requires(ModuleDesc.of("org.gradcore.presets"), Set.of(), null)
                    .requires(ModuleDesc.of("org.bytedeco.openblas" + suffix), Set.of(), null));
    Files.write(
        target.resolve("native").resolve("module-info.class"),
        // Maven's jar tool reads it, on whatever JDK Maven runs.
        ClassFile.of().buildModule(module, c -> c.withVersion(ClassFile.JAVA_11_VERSION, 0)));
  }

  private static String cmakePath(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }

  private static void run(Path log, String... command)
      throws IOException, InterruptedException, BuildException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int code = process.waitFor();
    if (code != 0) {
      throw new BuildException(
          String.join(" ", command)
              + " failed with "
              + code
              + "\n"
              + Files.readString(log)
              + "\nTo build without the native backend: -Dgradcore.native=skip");
    }
    String text = Files.readString(log);
    if (text.toLowerCase(Locale.ROOT).contains("warning:")) {
      System.out.print(text);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3 || !List.of("build", "skip", "test").contains(args[2])) {
      System.err.println(
          "usage: java BuildNative.java PRESETS_FOLDER PLATFORM build|skip|test, given: "
              + String.join(" ", args));
      System.exit(2);
    }
    BuildNative build = new BuildNative(Path.of(args[0]).toAbsolutePath().normalize(), args[1]);
    try {
      String missing = args[2].equals("build") ? build.missing() : null;
      if (args[2].equals("test")) {
        build.test();
      } else if (args[2].equals("skip")) {
        build.leaveOut("gradcore was built with -Dgradcore.native=skip. Build again without it");
      } else if (missing != null) {
        build.leaveOut(missing);
      } else {
        build.compile(build.unpackOpenBlas(), build.generateJni());
      }
      if (!args[2].equals("test")) {
        build.describeModule();
      }
    } catch (BuildException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
