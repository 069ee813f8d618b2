package org.gradcore.codegen.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateRulesTest {
  private static final Path EXAMPLE = Path.of("src/test/resources/org/gradcore/codegen/rules");
  private static final Path KERNEL = Path.of("org/gradcore/kernel");

  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void example() throws Exception {
    in = folder.resolve("in");
    out = folder.resolve("out");
    Path rules = in.resolve(KERNEL).resolve("rule");
    Files.createDirectories(rules);
    for (String rule :
        List.of(
            "FloatCurve", "FloatExample", "FloatExampleError", "FloatExampleLoss", "FloatUpdate")) {
      Files.copy(EXAMPLE.resolve(rule + ".java.txt"), rules.resolve(rule + ".java"));
    }
    Files.writeString(rules.resolve("Step.java"), "no rule, and not read");
  }

  private List<String> written() throws Exception {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.resolve(KERNEL).relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void theExampleGivesTheExpectedFiles() throws Exception {
    GenerateRules.write(in, out);
    List<String> files = written();
    assertEquals(
        List.of(
            "MapRules.java",
            "PointLossRules.java",
            "StepRules.java",
            "scalar/ScalarFloatCurve.java",
            "scalar/ScalarFloatExample.java",
            "scalar/ScalarFloatExampleError.java",
            "scalar/ScalarFloatExampleLoss.java",
            "scalar/ScalarFloatMaps.java",
            "scalar/ScalarFloatPointLosses.java",
            "scalar/ScalarFloatSteps.java",
            "scalar/ScalarFloatUpdate.java",
            "vector/VectorFloatCurve.java",
            "vector/VectorFloatExample.java",
            "vector/VectorFloatExampleError.java",
            "vector/VectorFloatExampleLoss.java",
            "vector/VectorFloatMaps.java",
            "vector/VectorFloatPointLosses.java",
            "vector/VectorFloatSteps.java",
            "vector/VectorFloatUpdate.java"),
        files);
    for (String file : files) {
      Path name = Path.of(file).getFileName();
      assertEquals(
          Files.readString(EXAMPLE.resolve("expected").resolve(name + ".txt")),
          Files.readString(out.resolve(KERNEL).resolve(file)),
          file);
    }
  }

  @Test
  void whatDoesNotChangeIsNotWrittenAndWhatIsGoneIsDeleted() throws Exception {
    GenerateRules.write(in, out);
    Path kept = out.resolve(KERNEL).resolve("StepRules.java");
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(kept, old);
    Path gone = out.resolve(KERNEL).resolve("scalar/ScalarFloatGone.java");
    Files.writeString(gone, "");
    GenerateRules.write(in, out);
    assertEquals(old, Files.getLastModifiedTime(kept));
    assertFalse(Files.exists(gone));
  }

  @Test
  void whatIsWrongIsAnExitCode() {
    assertEquals(0, GenerateRules.run(in.toString(), out.toString()));
    assertEquals(2, GenerateRules.run(in.toString()));
    assertEquals(1, GenerateRules.run(folder.resolve("none").toString(), out.toString()));
    assertTrue(Files.exists(out));
  }
}
