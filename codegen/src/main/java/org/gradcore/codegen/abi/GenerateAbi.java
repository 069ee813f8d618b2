package org.gradcore.codegen.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gradcore.codegen.CommandLine;
import org.gradcore.codegen.GeneratedFile;
import org.gradcore.codegen.InputException;

/**
 * Turns the table of kernels into everything that lists kernels. Run by the build with {@code
 * cpp/kernels.txt OUTPUT_ROOT}. A file that would not change is left alone.
 */
public final class GenerateAbi {
  private static final List<AbiFile> FILES =
      List.of(
          new CHeader(),
          new KernelStruct(),
          new FamilyIncludes(),
          new TableEntries(),
          new ExportedFunctions(),
          new JavaBinding(),
          new FunctionNames(),
          new CrossingInterface("float"),
          new CrossingInterface("double"),
          new JniCrossing("float"),
          new JniCrossing("double"),
          new ForeignCrossing("float"),
          new ForeignCrossing("double"),
          new ForeignMetadata());

  private GenerateAbi() {}

  static void write(Path table, Path out) throws IOException, InputException {
    KernelTable kernels = TableParser.read(table.toAbsolutePath().normalize());
    for (AbiFile file : FILES) {
      GeneratedFile.write(out.resolve(file.path()), file.text(kernels));
    }
    for (String shape : kernels.shapes()) {
      GeneratedFile.write(out.resolve(RuleIncludes.path(shape)), RuleIncludes.text(kernels, shape));
    }
  }

  static int run(String... args) {
    return CommandLine.run(
        "GenerateAbi TABLE OUTPUT_ROOT",
        args,
        System.err,
        (table, out) -> write(Path.of(table), Path.of(out)));
  }

  public static void main(String[] args) {
    System.exit(run(args));
  }
}
