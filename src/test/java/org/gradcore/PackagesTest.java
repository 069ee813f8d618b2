package org.gradcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package of the library imports which: by the table below, and never in a circle. */
class PackagesTest {
  private static final Path SOURCES = Path.of("main", "java");
  private static final Pattern NAME = Pattern.compile("org\\.gradcore\\.([a-z]+(?:\\.[a-z]+)*)");
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);

  /** What each package may import; {@code kernel.*} are the three backends and the rules. */
  private static final Map<String, Set<String>> MAY_IMPORT = new HashMap<>();

  static {
    allow("kernel");
    allow("kernel.scalar", "kernel");
    allow("kernel.vector", "kernel", "kernel.scalar");
    allow("kernel.openblas", "kernel", "presets");
    allow("kernel.rule", "kernel", "kernel.scalar", "kernel.vector");
    allow("io");
    allow("data");
    allow("dispatch.machine", "kernel", "kernel.vector", "presets");
    allow("dispatch.profile", "dispatch.machine", "kernel", "io");
    allow(
        "dispatch.measure",
        "dispatch.machine",
        "dispatch.profile",
        "kernel",
        "kernel.scalar",
        "kernel.vector",
        "kernel.openblas");
    allow("dispatch", "dispatch.machine", "dispatch.profile", "dispatch.measure", "kernel");
    allow("optim", "kernel", "dispatch");
    allow("loss", "kernel", "dispatch");
    allow("objective", "kernel", "dispatch", "loss", "data");
    allow("train", "kernel", "dispatch", "optim", "loss", "objective", "data", "io");
  }

  private static void allow(String from, String... to) {
    MAY_IMPORT.put(from, Set.of(to));
  }

  @Test
  void importsFollowTheTable() throws IOException {
    Map<String, Set<String>> imports = imports(SOURCES);
    assertEquals(new TreeSet<>(MAY_IMPORT.keySet()), imports.keySet(), "packages of src/main/java");
    List<String> forbidden = new ArrayList<>();
    imports.forEach(
        (from, all) -> {
          for (String to : all) {
            if (!MAY_IMPORT.get(from).contains(to)) {
              forbidden.add(from + " imports " + to);
            }
          }
        });
    assertEquals(List.of(), forbidden);
  }

  @Test
  void noPackagesImportEachOther() throws IOException {
    assertEquals(List.of(), circle(imports(SOURCES)));
    assertEquals(List.of(), circle(MAY_IMPORT), "the table itself");
  }

  @Test
  void aCircleIsFound() {
    Map<String, Set<String>> imports =
        Map.of("a", Set.of("b"), "b", Set.of("c", "d"), "c", Set.of("d"), "d", Set.of("b"));
    List<String> circle = circle(new TreeMap<>(imports));
    assertFalse(circle.isEmpty());
    assertEquals(circle.getFirst(), circle.getLast());
    assertTrue(circle.containsAll(List.of("b", "d")), circle.toString());
  }

  @Test
  void namesCountInCodeOnly() {
    String source =
        """
        package org.gradcore.train;
        import org.gradcore.data.Columns;
        import static org.gradcore.kernel.scalar.FloatMath.exp;
        import org.gradcore.optim.*;
        /** {@link org.gradcore.dispatch.Kernels} */
        class Sample {
          String text = "org.gradcore.io"; // org.gradcore.loss.FloatLoss
          org.gradcore.objective.Sample<org.gradcore.train.Other> field;
        }
        """;
    assertEquals(Set.of("data", "kernel.scalar", "optim", "objective", "train"), names(source));
  }

  /** By package, without {@code org.gradcore.}: the packages that it names. */
  private static Map<String, Set<String>> imports(Path folder) throws IOException {
    Map<String, Set<String>> imports = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    Path root = folder.resolve(Path.of("org", "gradcore"));
    for (Path file : files) {
      if (!file.startsWith(root)) {
        continue; // module-info.java
      }
      String from = root.relativize(file.getParent()).toString().replace('\\', '.');
      from = from.replace('/', '.');
      Set<String> names = names(Files.readString(file));
      names.remove(from);
      imports.computeIfAbsent(from, p -> new TreeSet<>()).addAll(names);
    }
    return imports;
  }

  /** The packages that code names, in imports or in full; not those in comments and strings. */
  private static Set<String> names(String source) {
    String code = COMMENT.matcher(source).replaceAll(" ").replaceFirst("package [\\w.]+;", "");
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(code);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** A way from a package back to itself; empty if there is none. */
  private static List<String> circle(Map<String, Set<String>> imports) {
    Set<String> clear = new TreeSet<>();
    return imports.keySet().stream()
        .map(from -> circle(from, imports, new ArrayList<>(), clear))
        .max(Comparator.comparing(List::size))
        .orElse(List.of());
  }

  private static List<String> circle(
      String from, Map<String, Set<String>> imports, List<String> way, Set<String> clear) {
    int seen = way.indexOf(from);
    way.add(from);
    if (seen >= 0) {
      return List.copyOf(way.subList(seen, way.size()));
    }
    for (String to :
        clear.contains(from) ? Set.<String>of() : imports.getOrDefault(from, Set.of())) {
      List<String> circle = circle(to, imports, way, clear);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    way.removeLast();
    clear.add(from);
    return List.of();
  }
}
