package org.gradcore.codegen.twins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.gradcore.codegen.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinsTest {
  @TempDir Path temporary;
  private Path in;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    in = Files.createDirectory(temporary.resolve("in"));
    out = temporary.resolve("out");
  }

  private void source(String file, String text) throws IOException {
    Path path = in.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> written() throws IOException {
    try (Stream<Path> walk = Files.walk(out)) {
      return walk.filter(Files::isRegularFile)
          .map(p -> out.relativize(p).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void floatSourcesHaveTwinsInTheSameFolders() throws Exception {
    source("a/FloatX.java", "float x = 1f;\n");
    source("a/b/VectorFloatY.java", "class VectorFloatY {}\n");
    source("a/Plain.java", "float x;\n");
    source("a/Floating.java", "float x;\n");
    source("a/FloatX.txt", "float x;\n");
    Twins.write(in, out);
    assertEquals(List.of("a/DoubleX.java", "a/b/VectorDoubleY.java"), written());
    assertEquals(
        "// Generated from FloatX.java by Twins.java. Edit that file.\ndouble x = 1.0;\n",
        Files.readString(out.resolve("a/DoubleX.java")));
  }

  @Test
  void aTwinWrittenByHandIsKept() throws Exception {
    source("FloatMath.java", "float x;\n");
    source("DoubleMath.java", "double x = 2;\n");
    Twins.write(in, out);
    assertEquals(List.of(), written());
  }

  @Test
  void whatDoesNotChangeIsNotWrittenAndWhatHasNoSourceGoes() throws Exception {
    source("FloatA.java", "float a;\n");
    source("FloatB.java", "float b;\n");
    source("FloatC.java", "float c;\n");
    Twins.write(in, out);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    for (String name : written()) {
      Files.setLastModifiedTime(out.resolve(name), old);
    }
    source("FloatB.java", "float b = 1f;\n");
    Files.delete(in.resolve("FloatC.java"));
    Twins.write(in, out);
    assertEquals(List.of("DoubleA.java", "DoubleB.java"), written());
    assertEquals(old, Files.getLastModifiedTime(out.resolve("DoubleA.java")));
    assertEquals(
        "// Generated from FloatB.java by Twins.java. Edit that file.\ndouble b = 1.0;\n",
        Files.readString(out.resolve("DoubleB.java")));
  }

  @Test
  void errorsNameTheFile() throws Exception {
    source("a/FloatX.java", "\n\nchar c = '\n");
    assertEquals(
        in.resolve("a/FloatX.java") + ":3: a character without an end",
        assertThrows(InputException.class, () -> Twins.write(in, out)).getMessage());
    Path none = in.resolve("none");
    assertEquals(
        none + " is not a folder of sources",
        assertThrows(InputException.class, () -> Twins.write(none, out)).getMessage());
    assertEquals(1, Twins.run(in.toString(), out.toString()));
    assertEquals(2, Twins.run(in.toString()));
    Files.delete(in.resolve("a/FloatX.java"));
    assertEquals(0, Twins.run(in.toString(), out.toString()));
  }
}
