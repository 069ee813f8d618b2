package org.gradcore.codegen.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateAbiTest {
  private static final Path EXAMPLE = Path.of("src/test/resources/org/gradcore/codegen/abi");

  @TempDir Path out;

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "include/gradcore.h, gradcore.h",
    "include/kernel_table.h, kernel_table.h",
    "include/families.inc, families.inc",
    "include/table.inc, table.inc",
    "include/exports.inc, exports.inc",
    "include/scale_rules.inc, scale_rules.inc",
    "java/org/gradcore/presets/Native.java, Native.java.txt",
    "java/org/gradcore/presets/NativeFunction.java, NativeFunction.java.txt",
    "java/org/gradcore/presets/FloatCrossing.java, FloatCrossing.java.txt",
    "java/org/gradcore/presets/DoubleCrossing.java, DoubleCrossing.java.txt",
    "java/org/gradcore/presets/JniFloatCrossing.java, JniFloatCrossing.java.txt",
    "java/org/gradcore/presets/JniDoubleCrossing.java, JniDoubleCrossing.java.txt",
    "java/org/gradcore/presets/ForeignFloatCrossing.java, ForeignFloatCrossing.java.txt",
    "java/org/gradcore/presets/ForeignDoubleCrossing.java, ForeignDoubleCrossing.java.txt",
    "resources/META-INF/native-image/org.gradcore/gradcore-presets-foreign/reachability-metadata.json,"
        + " reachability-metadata.json"
  })
  void theExampleGivesTheExpectedFiles(String file, String expected) throws Exception {
    GenerateAbi.write(EXAMPLE.resolve("kernels.txt"), out);
    assertEquals(
        Files.readString(EXAMPLE.resolve("expected").resolve(expected)),
        Files.readString(out.resolve(file)));
    assertEquals(15, files(out).size());
  }

  @Test
  void whatDoesNotChangeIsNotWritten() throws Exception {
    GenerateAbi.write(EXAMPLE.resolve("kernels.txt"), out);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    for (Path file : files(out)) {
      Files.setLastModifiedTime(file, old);
    }
    Path changed = out.resolve("include/table.inc");
    Files.writeString(changed, "changed");
    GenerateAbi.write(EXAMPLE.resolve("kernels.txt"), out);
    for (Path file : files(out)) {
      assertEquals(file.equals(changed), !Files.getLastModifiedTime(file).equals(old), "" + file);
    }
    assertTrue(Files.readString(changed).contains("KernelTable TABLE"));
  }

  @Test
  void nothingIsWrittenOfATableWithErrors() throws Exception {
    Path table = out.resolve("kernels.txt");
    Files.writeString(table, "sums\n");
    Path to = out.resolve("to");
    assertEquals(1, GenerateAbi.run(table.toString(), to.toString()));
    assertEquals(1, GenerateAbi.run(out.resolve("none.txt").toString(), to.toString()));
    assertEquals(2, GenerateAbi.run(table.toString()));
    assertFalse(Files.exists(to));
    assertEquals(0, GenerateAbi.run(EXAMPLE.resolve("kernels.txt").toString(), to.toString()));
  }
}
