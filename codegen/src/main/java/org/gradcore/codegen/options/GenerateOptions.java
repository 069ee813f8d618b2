package org.gradcore.codegen.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcore.codegen.CommandLine;
import org.gradcore.codegen.GeneratedFile;
import org.gradcore.codegen.InputException;

/**
 * Writes the {@code with…} methods of the optimizers, and the list of all of them. Run by the build
 * with {@code SOURCE_ROOT OUTPUT_ROOT}: the optimizers are the records in the package {@code
 * org.gradcore.optim} that implement {@code NAMEOptions}. An output whose record is gone is
 * deleted.
 */
public final class GenerateOptions {
  private static final Path OPTIM = Path.of("org", "gradcore", "optim");
  private static final String PACKAGE = "package org.gradcore.optim;\n\n";

  private GenerateOptions() {}

  static void write(Path in, Path out) throws IOException, InputException {
    List<Description> all = new ArrayList<>();
    for (Path file : sources(in.resolve(OPTIM))) {
      Description description = Description.read(file);
      if (description != null) {
        all.add(description);
      }
    }
    List<Path> written = new ArrayList<>();
    for (Description description : all) {
      written.add(out.resolve(OPTIM).resolve(description.name() + "Options.java"));
      GeneratedFile.write(written.get(written.size() - 1), options(description));
    }
    written.add(out.resolve(OPTIM).resolve("Optimizers.java"));
    GeneratedFile.write(written.get(written.size() - 1), catalog(all));
    for (Path file : sources(out.resolve(OPTIM))) {
      if (!written.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> sources(Path folder) throws IOException, InputException {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + " is not a folder of optimizers");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String options(Description d) {
    StringBuilder text = new StringBuilder();
    text.append(
        "// Generated from " + d.name() + ".java by GenerateOptions.java. Edit that file.\n");
    text.append(PACKAGE);
    text.append("/** What can be changed of {@link " + d.name() + "}. */\n");
    text.append("public sealed interface " + d.name() + "Options extends Optimizer");
    text.append(" permits " + d.name() + " {\n");
    text.append(d.components().stream().map(c -> with(d, c)).collect(Collectors.joining("\n")));
    return text.append("}\n").toString();
  }

  private static String with(Description d, Description.Component changed) {
    String values =
        d.components().stream()
            .map(c -> c.equals(changed) ? "value" : "o." + c.name() + "()")
            .collect(Collectors.joining(", "));
    return """
          /**
           * The same with another {@code COMPONENT}.
           *
           * @param value DOC
           * @return a new optimizer
           * @throws IllegalArgumentException if the value is NaN, out of its range, or does not go
           *     with the others
           */
          OVERRIDEdefault NAME WITH(TYPE value) {
            NAME o = (NAME) this;
            return new NAME(VALUES);
          }
        """
        .replace("COMPONENT", changed.name())
        .replace("OVERRIDE", changed.name().equals("learningRate") ? "@Override\n  " : "")
        .replace("NAME", d.name())
        .replace("WITH", changed.with())
        .replace("TYPE", changed.type())
        .replace("VALUES", values)
        .replace("DOC", changed.doc());
  }

  private static String catalog(List<Description> all) {
    String defaults =
        all.stream()
            .map(d -> d.name() + ".defaults()")
            .collect(Collectors.joining(",\n          "));
    return "// Generated from the records of this package by GenerateOptions.java.\n"
        + PACKAGE
        + """
        import java.util.List;

        /** Every optimizer that gradcore has. */
        public final class Optimizers {
          private static final List<Optimizer> ALL =
              List.of(
                  DEFAULTS);

          private Optimizers() {}

          /** One of each, with its defaults, by name: a list that cannot be changed. */
          public static List<Optimizer> all() {
            return ALL;
          }
        }
        """
            .replace("DEFAULTS", defaults);
  }

  static int run(String... args) {
    return CommandLine.run(
        "GenerateOptions SOURCE_ROOT OUTPUT_ROOT",
        args,
        System.err,
        (in, out) -> write(Path.of(in), Path.of(out)));
  }

  public static void main(String[] args) {
    System.exit(run(args));
  }
}
