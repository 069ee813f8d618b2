package org.gradcore.codegen.twins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcore.codegen.CommandLine;
import org.gradcore.codegen.GeneratedFile;
import org.gradcore.codegen.InputException;

/**
 * Writes the double twin of every float source. Run by the build with {@code SOURCE_ROOT
 * OUTPUT_ROOT}.
 *
 * <p>A float source is a Java file with {@code Float} in its name ({@link DoubleTwin} says which
 * names have it). It has no twin when the source tree holds a hand-written file of the twin's name
 * (polynomials that differ by precision). An output that would not change is left alone, so that
 * incremental compilation stays incremental, and an output whose source is gone is deleted.
 */
public final class Twins {
  private Twins() {}

  static void write(Path in, Path out) throws IOException, InputException {
    if (!Files.isDirectory(in)) {
      throw new InputException(in + " is not a folder of sources");
    }
    Files.createDirectories(out);
    Set<Path> written = new HashSet<>();
    for (Path source : files(in)) {
      String name = source.getFileName().toString();
      String twinName = DoubleTwin.name(name);
      if (!name.endsWith(".java")
          || twinName.equals(name)
          || Files.exists(source.resolveSibling(twinName))) {
        continue;
      }
      Path twin = out.resolve(in.relativize(source)).resolveSibling(twinName);
      GeneratedFile.write(
          twin,
          "// Generated from "
              + name
              + " by Twins.java. Edit that file.\n"
              + DoubleTwin.of(source.toString(), Files.readString(source)));
      written.add(twin);
    }
    for (Path file : files(out)) {
      if (!written.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  static int run(String... args) {
    return CommandLine.run(
        "Twins SOURCE_ROOT OUTPUT_ROOT",
        args,
        System.err,
        (in, out) -> write(Path.of(in), Path.of(out)));
  }

  public static void main(String[] args) {
    System.exit(run(args));
  }
}
