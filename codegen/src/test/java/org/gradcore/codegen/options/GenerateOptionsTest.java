package org.gradcore.codegen.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradcore.codegen.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateOptionsTest {
  private static final String FOO =
      """
      package org.gradcore.optim;
      /**
       * Foo.
       *
       * @param learningRate learning rate,
       *     at least 0; default 0.5
       * @param quick whether it is quick
       */
      public record Foo(double learningRate, boolean quick) implements StepOptimizer, FooOptions {
        private static final Foo DEFAULTS = new Foo(0.5, false);
      }
      """;

  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    in = folder.resolve("in");
    out = folder.resolve("out");
    Files.createDirectories(in.resolve("org/gradcore/optim"));
  }

  private void source(String name, String text) throws IOException {
    Files.writeString(in.resolve("org/gradcore/optim").resolve(name), text);
  }

  private String written(String name) throws IOException {
    return Files.readString(out.resolve("org/gradcore/optim").resolve(name));
  }

  @Test
  void aMethodForEachComponentAndTheListOfAll() throws Exception {
    source("Foo.java", FOO);
    source("Bar.java", "package org.gradcore.optim; record Bar(double x) implements Optimizer {}");
    GenerateOptions.write(in, out);
    String options = written("FooOptions.java");
    assertTrue(options.contains("sealed interface FooOptions extends Optimizer permits Foo {"));
    assertTrue(options.contains("@param value learning rate, at least 0; default 0.5\n"), options);
    assertTrue(options.contains("@Override\n  default Foo withLearningRate(double value) {"));
    assertTrue(options.contains("return new Foo(value, o.quick());"), options);
    assertTrue(options.contains("  default Foo withQuick(boolean value) {"), options);
    assertTrue(options.contains("return new Foo(o.learningRate(), value);"), options);
    assertTrue(written("Optimizers.java").contains("Foo.defaults());"));
    try (Stream<Path> files = Files.list(out.resolve("org/gradcore/optim"))) {
      assertEquals(
          List.of("FooOptions.java", "Optimizers.java"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void whatHasNoRecordAnyMoreIsDeleted() throws Exception {
    source("Foo.java", FOO);
    source("Bar.java", FOO.replace("Foo", "Bar"));
    GenerateOptions.write(in, out);
    Files.delete(in.resolve("org/gradcore/optim/Bar.java"));
    GenerateOptions.write(in, out);
    assertTrue(Files.notExists(out.resolve("org/gradcore/optim/BarOptions.java")));
    assertTrue(Files.exists(out.resolve("org/gradcore/optim/FooOptions.java")));
  }

  @Test
  void componentsNeedJavadoc() throws Exception {
    source("Foo.java", FOO.replace("@param quick", "@param slow"));
    InputException e = assertThrows(InputException.class, () -> GenerateOptions.write(in, out));
    assertTrue(e.getMessage().endsWith("Foo.java: Javadoc has no @param quick"), e.getMessage());
  }

  @Test
  void exitCodes() throws Exception {
    assertEquals(2, GenerateOptions.run());
    assertEquals(1, GenerateOptions.run(folder.resolve("none").toString(), out.toString()));
    source("Foo.java", FOO);
    assertEquals(0, GenerateOptions.run(in.toString(), out.toString()));
  }
}
