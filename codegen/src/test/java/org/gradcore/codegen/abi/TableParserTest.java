package org.gradcore.codegen.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcore.codegen.InputException;
import org.gradcore.codegen.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableParserTest {
  @TempDir Path folder;
  private Path table;

  @BeforeEach
  void family() throws IOException {
    table = folder.resolve("kernels.txt");
    Files.createDirectory(folder.resolve("src"));
    Files.createFile(folder.resolve("src/sums.hpp"));
  }

  private KernelTable read(String text) throws IOException, InputException {
    Files.writeString(table, text);
    return TableParser.read(table);
  }

  @Test
  void linesBecomeKernels() throws Exception {
    KernelTable read =
        read(
            """
            # A comment.

              sums sum double | const T* x, int xOffset,long  n
            \tsums  count\tlong|const int *rows , T * out,T y
            """);
    assertEquals(
        List.of(
            new Kernel(
                "sums",
                "sum",
                "double",
                List.of(
                    new Parameter("T", true, true, "x"),
                    new Parameter("int", false, false, "xOffset"),
                    new Parameter("long", false, false, "n"))),
            new Kernel(
                "sums",
                "count",
                "long",
                List.of(
                    new Parameter("int", true, true, "rows"),
                    new Parameter("T", true, false, "out"),
                    new Parameter("T", false, false, "y")))),
        read.kernels());
    assertEquals(List.of("sums"), read.families());
    assertFalse(read.kernels().get(0).readsIndices());
    assertTrue(read.kernels().get(1).readsIndices());
    assertEquals("double", read.kernels().get(1).exported());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "sums sum double; expected: family kernel returnType | parameters, found: sums sum double",
        "sums | int x; expected: family kernel returnType | parameters, found: sums | int x",
        "sums Sum T | int x; expected: family kernel returnType | parameters, found: sums Sum T | int x",
        "sums a_b T | int x; kernel name a_b must be lowerCamelCase and no keyword",
        "sums new T | int x; kernel name new must be lowerCamelCase and no keyword",
        "sums xor T | int x; kernel name xor must be lowerCamelCase and no keyword",
        "sums sum float | int x; unknown return type float, known are void, T, double, int, long",
        "sums sum T |; kernel sum has no parameter",
        "sums sum T | int x,; expected a parameter like: const T* x, found: ''",
        "sums sum T | int; expected a parameter like: const T* x, found: 'int'",
        "sums sum T | T** x; expected a parameter like: const T* x, found: 'T** x'",
        "sums sum T | float x; unknown type float of x, known are T, double, int, long",
        "sums sum T | const T x; x: only pointers are const",
        "sums sum T | T X; parameter name X must be lowerCamelCase and no keyword",
        "sums sum T | int isa; parameter name isa must be lowerCamelCase and no keyword",
        "sums sum T | int class; parameter name class must be lowerCamelCase and no keyword",
        "sums sum T | int x, T x; parameter x is there twice",
        "sums sum T | int xOffset; xOffset must be an int and belong to a pointer named x",
        "sums sum T | T x, int xOffset; xOffset must be an int and belong to a pointer named x",
        "sums sum T | T* x, long xOffset; xOffset must be an int and belong to a pointer named x",
        "sums sum T | T* x, int* xOffset; xOffset must be an int and belong to a pointer named x",
        "sums fine T | int x; kernel fine is already in line 2",
        "rule fine; expected: rule kernel name, found: rule fine",
        "rule fine Other; rule name Other must be lowerCamelCase and no keyword",
        "rule sum other; rule other must stand below its kernel sum"
      })
  void errorsNameTheLine(String line, String message) {
    InputException e =
        assertThrows(
            InputException.class, () -> read("#\nsums fine T | int x\n\n" + line + "\nbad\n"));
    assertEquals(table + ":4: " + message, e.getMessage());
  }

  @Test
  void aFamilyNeedsItsHeader() {
    assertEquals(
        table + ":1: family losses needs a file " + folder.resolve("src/losses.hpp"),
        assertThrows(InputException.class, () -> read("losses a T | int x\n")).getMessage());
  }

  @Test
  void aRuleNeedsItsHeaderAndComesOnce() throws Exception {
    String kernel = "sums scale void | int rule, T x\n";
    assertEquals(
        table + ":2: rule fooBar needs a file " + folder.resolve("src/rule/foo_bar.hpp"),
        assertThrows(InputException.class, () -> read(kernel + "rule scale fooBar\n"))
            .getMessage());
    Files.createDirectory(folder.resolve("src/rule"));
    Files.createFile(folder.resolve("src/rule/foo_bar.hpp"));
    Files.createFile(folder.resolve("src/rule/baz.hpp"));
    assertEquals(
        table + ":3: rule baz of scale is there twice",
        assertThrows(InputException.class, () -> read(kernel + "rule scale baz\nrule scale baz\n"))
            .getMessage());
    KernelTable read = read(kernel + "rule scale fooBar\nrule scale baz\n");
    assertEquals(
        List.of(new KernelRule("scale", "fooBar"), new KernelRule("scale", "baz")),
        read.rules("scale"));
    assertEquals("FooBar", read.rules().get(0).template());
    assertEquals("GRADCORE_SCALE_FOO_BAR", read.rules().get(0).constant());
    assertNotEquals(
        read.checksum(), read(kernel + "rule scale baz\nrule scale fooBar\n").checksum());
  }

  @Test
  void aTableHasKernels() {
    assertEquals(
        table + ": no kernel in the table",
        assertThrows(InputException.class, () -> read("# none\n\n")).getMessage());
  }

  @Test
  void everyChangeChangesTheChecksum() throws Exception {
    Set<Integer> seen = new HashSet<>();
    for (String line :
        List.of(
            "sums sum T | T* x, int xOffset",
            "sums sums T | T* x, int xOffset",
            "sums sum double | T* x, int xOffset",
            "sums sum T | const T* x, int xOffset",
            "sums sum T | double* x, int xOffset",
            "sums sum T | T* y, int yOffset",
            "sums sum T | int xOffset, T* x")) {
      int checksum = read(line).checksum();
      assertTrue(checksum >= 0, line);
      assertTrue(seen.add(checksum), line);
      assertEquals(checksum, read("# Not a change.\n\n  " + line + "\n").checksum());
    }
    assertNotEquals(
        read("sums a T | T x\nsums b T | T x\n").checksum(),
        read("sums b T | T x\nsums a T | T x\n").checksum());
  }

  @Test
  void theTableOfThisRepository() throws Exception {
    KernelTable read = TableParser.read(Repository.table());
    long lines =
        Files.readAllLines(Repository.table()).stream()
            .filter(l -> !l.isBlank() && !l.startsWith("#"))
            .count();
    assertEquals(lines, read.kernels().size() + read.rules().size());
  }
}
