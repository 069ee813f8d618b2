package org.gradcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every case of {@code shared/cases} is covered by a test of this package. */
class CasesTest {
  @Test
  void everyCaseIsCovered() throws Exception {
    assertEquals(new TreeSet<>(Cases.names()), covered());
  }

  /** What the tests of this package say that they cover. */
  private static Set<String> covered() throws Exception {
    Set<String> covered = new TreeSet<>();
    for (String name : classes()) {
      for (Method method : Class.forName(name).getDeclaredMethods()) {
        Cases.Covers covers = method.getAnnotation(Cases.Covers.class);
        if (covers != null) {
          covered.addAll(List.of(covers.value()));
        }
      }
    }
    return covered;
  }

  private static List<String> classes() throws Exception {
    URI root = CasesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .map(file -> Path.of(root).relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .map(file -> file.replace(File.separatorChar, '.'))
          .toList();
    }
  }
}
