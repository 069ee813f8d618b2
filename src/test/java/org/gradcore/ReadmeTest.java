package org.gradcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java examples of the documentation compile and run. */
class ReadmeTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "README.md | w = 3.696, b = -5.543",
        "docs/own-rules.md | loss 2.333 after 4 steps, w = 2.0, b = 1.0"
      })
  void exampleCompilesAndRuns(String file, String printed, @TempDir Path folder) throws Exception {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(repository().resolve(file)));
    assertTrue(block.find(), file + " has no Java block");
    Path source = folder.resolve("Example.java");
    Files.writeString(source, block.group(1));

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "the tests run on a JRE, a JDK is needed");
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String classPath = System.getProperty("java.class.path");
    int status =
        compiler.run(
            null,
            errors,
            errors,
            "-proc:none",
            "-cp",
            classPath,
            "-d",
            folder.toString(),
            source.toString());
    assertEquals(0, status, errors::toString);

    assertEquals(printed, run(folder).strip());
  }

  private static String run(Path folder) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      // A compact source file (JEP 512): its class has an instance main method.
      Class<?> example = loader.loadClass("Example");
      Constructor<?> constructor = example.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method main = example.getDeclaredMethod("main");
      main.setAccessible(true);
      System.setOut(out);
      main.invoke(constructor.newInstance());
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The repository, which the tests run in or below. */
  private static Path repository() {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      if (Files.exists(p.resolve("README.md"))) {
        return p;
      }
    }
    throw new AssertionError("no README.md in or above " + Path.of("").toAbsolutePath());
  }
}
