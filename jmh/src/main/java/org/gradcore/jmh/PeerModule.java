package org.gradcore.jmh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.gradcore.dispatch.measure.ChildJvm;

/**
 * A module of other libraries, as the Maven profile {@code peers} builds it: {@code target} has its
 * jar, {@code target/lib} what that needs, and perhaps {@code target/jvm-options.txt} options of
 * its JVM, one a line.
 *
 * @param folder its folder
 */
record PeerModule(Path folder) {
  /** The modules in a folder by name, built or not. */
  static List<PeerModule> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.exists(file.resolve("pom.xml")))
          .sorted()
          .map(PeerModule::new)
          .toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  private Path target() {
    return folder.resolve("target");
  }

  /** Its jar, or null. */
  private Path jar() throws IOException {
    if (!Files.isDirectory(target())) {
      return null;
    }
    try (Stream<Path> files = Files.list(target())) {
      return files
          .filter(file -> file.getFileName().toString().matches("gradcore-peer-.*[0-9T]\\.jar"))
          .findFirst()
          .orElse(null);
    }
  }

  boolean isBuilt() throws IOException {
    return jar() != null && Files.isDirectory(target().resolve("lib"));
  }

  /** Whether it is built and has implementations of an interface. */
  boolean has(Class<?> service) throws IOException {
    if (!isBuilt()) {
      return false;
    }
    try (JarFile jar = new JarFile(jar().toFile())) {
      return jar.getEntry("META-INF/services/" + service.getName()) != null;
    }
  }

  /**
   * Its class path: nothing but its own, since the libraries need different versions of the same
   * jars.
   */
  String classPath() throws IOException {
    return jar() + File.pathSeparator + target().resolve("lib") + File.separator + "*";
  }

  /** What gradcore's JVMs are given, too, and its own options. */
  List<String> options() throws IOException {
    List<String> options = new ArrayList<>(ChildJvm.options());
    Path more = target().resolve("jvm-options.txt");
    if (Files.exists(more)) {
      Files.readAllLines(more).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(options::add);
    }
    return options;
  }
}
