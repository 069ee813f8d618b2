package org.gradcore.codegen.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcore.codegen.CommandLine;
import org.gradcore.codegen.GeneratedFile;
import org.gradcore.codegen.InputException;

/**
 * Writes the loops of all rules. Run by the build with {@code SOURCE_ROOT OUTPUT_ROOT}: the rules
 * are the files {@code Float….java} in the package {@code org.gradcore.kernel.rule}. An output that
 * would not change is left alone; one whose rule is gone is deleted.
 */
public final class GenerateRules {
  private static final Path KERNEL = Path.of("org", "gradcore", "kernel");

  private final Path out;
  private final Set<Path> written = new HashSet<>();

  private GenerateRules(Path out) {
    this.out = out;
  }

  static void write(Path in, Path out) throws IOException, InputException {
    new GenerateRules(out.resolve(KERNEL)).write(rules(in.resolve(KERNEL).resolve("rule")));
  }

  private static List<Rule> rules(Path folder) throws IOException, InputException {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + " is not a folder of rules");
    }
    List<Rule> rules = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().matches("Float\\w+\\.java")) {
          rules.add(RuleParser.read(file));
        }
      }
    }
    return rules;
  }

  private void write(List<Rule> rules) throws IOException, InputException {
    List<Rule> steps = new ArrayList<>();
    List<Rule> pointLosses = new ArrayList<>();
    List<Rule> maps = new ArrayList<>();
    for (Rule rule : rules) {
      switch (rule.shape()) {
        case "Step" -> {
          StepWriter.check(rule);
          steps.add(rule);
        }
        case "PointLoss" -> {
          PointLossWriter.check(rule);
          pointLosses.add(rule);
        }
        case "Map" -> {
          MapWriter.check(rule);
          maps.add(rule);
        }
        default -> throw new InputException(rule.file() + ": @" + rule.shape() + " is no shape");
      }
    }
    for (Rule rule : steps) {
      write("scalar/ScalarFloat" + rule.name(), StepWriter.text(rule, false));
      write("vector/VectorFloat" + rule.name(), StepWriter.text(rule, true));
    }
    write("scalar/ScalarFloatSteps", StepWriter.registry(steps, false));
    write("vector/VectorFloatSteps", StepWriter.registry(steps, true));
    write("StepRules", StepWriter.catalog(steps));
    for (Rule rule : pointLosses) {
      write("scalar/ScalarFloat" + rule.name(), ScalarPointLossWriter.text(rule));
      write("vector/VectorFloat" + rule.name(), VectorPointLossWriter.text(rule));
    }
    write("scalar/ScalarFloatPointLosses", PointLossWriter.registry(pointLosses, false));
    write("vector/VectorFloatPointLosses", PointLossWriter.registry(pointLosses, true));
    write("PointLossRules", PointLossWriter.catalog(pointLosses));
    for (Rule rule : maps) {
      write("scalar/ScalarFloat" + rule.name(), MapWriter.text(rule, false));
      write("vector/VectorFloat" + rule.name(), MapWriter.text(rule, true));
    }
    write("scalar/ScalarFloatMaps", MapWriter.registry(maps, false));
    write("vector/VectorFloatMaps", MapWriter.registry(maps, true));
    write("MapRules", MapWriter.catalog(maps));
    deleteOthers();
  }

  private void write(String name, String text) throws IOException {
    Path file = out.resolve(name + ".java");
    GeneratedFile.write(file, text);
    written.add(file);
  }

  private void deleteOthers() throws IOException {
    try (Stream<Path> walk = Files.walk(out)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!written.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  static int run(String... args) {
    return CommandLine.run(
        "GenerateRules SOURCE_ROOT OUTPUT_ROOT",
        args,
        System.err,
        (in, out) -> write(Path.of(in), Path.of(out)));
  }

  public static void main(String[] args) {
    System.exit(run(args));
  }
}
