package org.gradcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.bytedeco.javacpp.Loader;
import org.gradcore.presets.NativeLibrary;
import org.gradcore.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is a module, on the module path and in an image of its own (jlink): it finds every
 * backend that the class path has, and cannot reach what checks no arguments.
 */
class ModularProgramTest {
  private static final String PROGRAM =
      """
      package sample;

      import org.gradcore.dispatch.Kernels;
      import org.gradcore.dispatch.machine.Availability;
      import org.gradcore.optim.Sgd;

      public final class Program {
        public static void main(String[] args) {
          System.out.println("module=" + Kernels.class.getModule().getName());
          for (var a : Kernels.dispatched().availability()) {
            System.out.println(a.of().id() + "=" + a.available());
          }
          System.out.println("profile=" + Kernels.dispatched().profile().origin());
          for (var a : Kernels.dispatched().availability()) {
            if (a.available()) {
              float[] w = {1, 2, 3};
              Sgd sgd = Sgd.defaults().withLearningRate(0.25);
              sgd.floatState(3).step(Kernels.of(a.of()), w, 0, new float[] {2, 4, 6}, 0);
              System.out.println("step=" + w[0] + " " + w[1] + " " + w[2]);
            }
          }
        }
      }
      """;

  private static final String PRESETS = "org.gradcore.presets";

  /** The modules that load native libraries. */
  private static final String NATIVE = PRESETS + ",org.bytedeco.javacpp";

  @TempDir Path folder;

  /** What the program needs beside what it requires. */
  private static String backends() {
    return PRESETS + "." + Loader.getPlatform().replace('-', '.') + ",jdk.incubator.vector";
  }

  private static String modulePath(String... more) throws IOException {
    List<String> path = ChildJvm.libraries(true);
    path.addAll(List.of(more));
    return String.join(File.pathSeparator, path);
  }

  /** Compiles a module; returns what the compiler says, nothing if all is well. */
  private String compile(Path classes, String requires, String source) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path info = sources.resolve("module-info.java");
    Path program = sources.resolve("Program.java");
    Files.writeString(info, "module sample { " + requires + " }");
    Files.writeString(program, source);
    return tool(
        "javac",
        "-proc:none",
        "--module-path",
        modulePath(),
        "-d",
        classes.toString(),
        info.toString(),
        program.toString());
  }

  private static String tool(String name, String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed);
    int status = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
    return status == 0 ? "" : "status " + status + "\n" + printed;
  }

  private static void findsEveryBackend(Path java, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(options));
    command.add("-Dgradcore.profile=");
    command.addAll(List.of("--module", "sample/sample.Program"));
    ChildJvm.Result result = ChildJvm.finish(ChildJvm.start(new ProcessBuilder(command)));
    assertEquals(0, result.status(), result.toString());
    assertEquals("org.gradcore", result.value("module"));
    assertEquals("true", result.value("vector"), result.toString());
    boolean built = NativeLibrary.load().loaded();
    assertEquals(Boolean.toString(built), result.value("openblas"), result.toString());
    assertEquals("shipped table", result.value("profile"));
    List<String> steps = result.out().lines().filter(line -> line.startsWith("step=")).toList();
    assertEquals(built ? 3 : 2, steps.size());
    steps.forEach(step -> assertEquals("step=0.5 1.0 1.5", step));
    if (built) {
      assertEquals("", problems(result), "native access, or a backend that is not used");
    }
  }

  private static String problems(ChildJvm.Result result) {
    return result
        .err()
        .replace("WARNING: Using incubator modules: jdk.incubator.vector", "")
        .strip();
  }

  @Test
  void runsOnTheModulePathAndInAnImage() throws Exception {
    Path classes = folder.resolve("classes");
    assertEquals("", compile(classes, "requires org.gradcore;", PROGRAM));
    String path = modulePath(classes.toString());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String modules = "--add-modules=" + backends();
    String access = "--enable-native-access=" + NATIVE;
    findsEveryBackend(java, "--module-path", path, modules, access);

    Path image = folder.resolve("image");
    assertEquals(
        "",
        tool(
            "jlink",
            "--module-path",
            path,
            "--add-modules",
            "sample," + backends(),
            "--add-options=" + modules + " " + access,
            "--output",
            image.toString()));
    findsEveryBackend(image.resolve("bin").resolve("java"));
  }

  @Test
  void whatIsMissingIsSaidInModules() throws Exception {
    Path classes = folder.resolve("classes");
    assertEquals("", compile(classes, "requires org.gradcore;", PROGRAM));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--module-path",
            modulePath(classes.toString()),
            "--module",
            "sample/sample.Program");
    ChildJvm.Result result = ChildJvm.finish(ChildJvm.start(builder));
    assertEquals(0, result.status(), result.toString());
    assertEquals("false", result.value("vector"));
    assertEquals("false", result.value("openblas"));
    String platform = backends().substring(0, backends().indexOf(','));
    assertEquals(1, result.count("--add-modules " + platform), result.err());
    assertEquals(1, result.count("--add-modules jdk.incubator.vector"), result.err());
  }

  @Test
  void uncheckedKernelsAreOutOfReach() throws Exception {
    for (String name :
        List.of(
            "org.gradcore.kernel.scalar.ScalarFloatReductions",
            "org.gradcore.kernel.vector.VectorFloatReductions",
            "org.gradcore.kernel.openblas.OpenblasFloatReduction",
            "org.gradcore.dispatch.measure.BareFloatKernels",
            "org.gradcore.presets.Native")) {
      String source = "package sample; class Program { " + name + " kernels; }";
      String errors =
          compile(
              folder.resolve("none"), "requires org.gradcore; requires " + PRESETS + ";", source);
      assertNotEquals("", errors, name);
      String hidden = name.substring(0, name.lastIndexOf('.'));
      assertTrue(errors.contains("package " + hidden + " is not visible"), errors);
    }
  }
}
