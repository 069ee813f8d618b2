package org.gradcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcore.train.LinearModel;
import org.junit.jupiter.api.Test;

/** What users can call: nothing with a list of arguments that nobody can read. */
class PublicFaceTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final int MOST_ARGUMENTS = 8;

  private static List<Class<?>> publicClasses() throws IOException, ClassNotFoundException {
    Set<String> packages =
        ModuleFinder.of(CLASSES).find("org.gradcore").orElseThrow().descriptor().exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    List<Class<?>> classes = new ArrayList<>();
    for (String name : packages) {
      try (Stream<Path> files = Files.list(CLASSES.resolve(name.replace('.', '/')))) {
        for (Path file : files.toList()) {
          String simple = file.getFileName().toString();
          if (simple.endsWith(".class")) {
            String type = name + "." + simple.substring(0, simple.length() - ".class".length());
            Class<?> c = Class.forName(type, false, PublicFaceTest.class.getClassLoader());
            if (Modifier.isPublic(c.getModifiers())) {
              classes.add(c);
            }
          }
        }
      }
    }
    return classes;
  }

  /** A record, or a model that is read back, is made of all its parts at once. */
  private static boolean isWhole(Class<?> type, Executable call) {
    return call instanceof Constructor && (type.isRecord() || type == LinearModel.class);
  }

  @Test
  void noCallHasMoreThanEightArguments() throws IOException, ClassNotFoundException {
    Collection<String> tooLong = new TreeSet<>();
    int seen = 0;
    for (Class<?> type : publicClasses()) {
      for (Executable[] calls :
          new Executable[][] {type.getDeclaredMethods(), type.getDeclaredConstructors()}) {
        for (Executable call : calls) {
          if (Modifier.isPublic(call.getModifiers()) && !call.isSynthetic()) {
            seen++;
            if (call.getParameterCount() > MOST_ARGUMENTS && !isWhole(type, call)) {
              tooLong.add(type.getName() + "." + call.getName() + " " + call.getParameterCount());
            }
          }
        }
      }
    }
    assertTrue(seen > 500, seen + " public calls found in " + CLASSES.toAbsolutePath());
    assertEquals(List.of(), List.copyOf(tooLong));
  }
}
