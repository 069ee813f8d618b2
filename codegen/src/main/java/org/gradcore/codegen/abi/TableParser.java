package org.gradcore.codegen.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradcore.codegen.InputException;

/** Reads the table of kernels. Its format is described in {@code cpp/kernels.txt} itself. */
final class TableParser {
  private static final Set<String> TYPES = Set.of("int", "long", "double", "T");
  private static final Pattern LINE =
      Pattern.compile("([a-z][a-z_]*)\\s+([a-z]\\w*)\\s+(\\w+)\\s*\\|\\s*(.*)");
  private static final Pattern RULE = Pattern.compile("rule\\s+(\\w+)\\s+(\\w+)");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
  private static final Pattern PARAMETER =
      Pattern.compile("(const\\s+)?(\\w+)\\s*(\\*)?\\s*\\b([A-Za-z_]\\w*)");

  /** Keywords of Java and of C++, and names that what is generated uses itself. */
  private static final Set<String> RESERVED =
      Set.of(
          """
          abstract alignas alignof and asm assert auto bitand bitor bool boolean break byte case \
          catch char class compl concept const constexpr continue decltype default delete do \
          double else enum explicit export extends extern final finally float for friend goto handle if \
          implements import inline instanceof int interface isa jni long mutable namespace native new \
          noexcept not nullptr operator or package private protected public register requires \
          return short signed sizeof static strictfp struct super switch synchronized table \
          template this throw thrown throws transient try typedef typeid typename union unsigned using \
          virtual void volatile while xor"""
              .split(" "));

  private final Path table;
  private int line;

  private TableParser(Path table) {
    this.table = table;
  }

  /**
   * Reads a table.
   *
   * @param table the file; the headers of the families are in the folder {@code src} beside it
   * @return its kernels
   * @throws InputException if a line cannot be used
   */
  static KernelTable read(Path table) throws IOException, InputException {
    return new TableParser(table).kernels();
  }

  private InputException error(String message) {
    return new InputException(table.toString(), line, message);
  }

  private KernelTable kernels() throws IOException, InputException {
    List<Kernel> kernels = new ArrayList<>();
    List<KernelRule> rules = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (String text : Files.readAllLines(table)) {
      line++;
      String stripped = text.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      if (stripped.startsWith("rule ")) {
        rules.add(rule(stripped, kernels, rules));
        continue;
      }
      Kernel kernel = kernel(stripped);
      Integer other = lines.putIfAbsent(kernel.name(), line);
      if (other != null) {
        throw error("kernel " + kernel.name() + " is already in line " + other);
      }
      kernels.add(kernel);
    }
    if (kernels.isEmpty()) {
      throw new InputException(table + ": no kernel in the table");
    }
    return new KernelTable(List.copyOf(kernels), List.copyOf(rules));
  }

  private KernelRule rule(String text, List<Kernel> kernels, List<KernelRule> rules)
      throws InputException {
    Matcher m = RULE.matcher(text);
    if (!m.matches()) {
      throw error("expected: rule kernel name, found: " + text);
    }
    KernelRule rule = new KernelRule(m.group(1), m.group(2));
    checkName("rule", rule.name());
    if (kernels.stream().noneMatch(k -> k.name().equals(rule.kernel()))) {
      throw error("rule " + rule.name() + " must stand below its kernel " + rule.kernel());
    }
    if (rules.contains(rule)) {
      throw error("rule " + rule.name() + " of " + rule.kernel() + " is there twice");
    }
    Path source = table.resolveSibling("src").resolve(rule.header());
    if (!Files.exists(source)) {
      throw error("rule " + rule.name() + " needs a file " + source);
    }
    return rule;
  }

  private Kernel kernel(String text) throws InputException {
    Matcher m = LINE.matcher(text);
    if (!m.matches()) {
      throw error("expected: family kernel returnType | parameters, found: " + text);
    }
    String family = m.group(1);
    String name = m.group(2);
    String result = m.group(3);
    Path source = table.resolveSibling("src").resolve(family + ".hpp");
    if (!Files.exists(source)) {
      throw error("family " + family + " needs a file " + source);
    }
    checkName("kernel", name);
    if (!result.equals("void") && !TYPES.contains(result)) {
      throw error("unknown return type " + result + ", known are void, " + types());
    }
    if (m.group(4).isEmpty()) {
      throw error("kernel " + name + " has no parameter");
    }
    return new Kernel(family, name, result, parameters(m.group(4)));
  }

  private List<Parameter> parameters(String text) throws InputException {
    List<Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : text.split(",", -1)) {
      Parameter parameter = parameter(part.strip());
      if (!names.add(parameter.name())) {
        throw error("parameter " + parameter.name() + " is there twice");
      }
      parameters.add(parameter);
    }
    for (Parameter p : parameters) {
      if (p.isOffset()) {
        String of = p.offsetOf();
        boolean found = parameters.stream().anyMatch(q -> q.pointer() && q.name().equals(of));
        if (!found || p.pointer() || !p.type().equals("int")) {
          throw error(p.name() + " must be an int and belong to a pointer named " + of);
        }
      }
    }
    return List.copyOf(parameters);
  }

  private Parameter parameter(String text) throws InputException {
    Matcher m = PARAMETER.matcher(text);
    if (!m.matches()) {
      throw error("expected a parameter like: const T* x, found: '" + text + "'");
    }
    boolean constant = m.group(1) != null;
    String type = m.group(2);
    boolean pointer = m.group(3) != null;
    String name = m.group(4);
    if (!TYPES.contains(type)) {
      throw error("unknown type " + type + " of " + name + ", known are " + types());
    }
    if (constant && !pointer) {
      throw error(name + ": only pointers are const");
    }
    checkName("parameter", name);
    return new Parameter(type, pointer, constant, name);
  }

  private void checkName(String what, String name) throws InputException {
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw error(what + " name " + name + " must be lowerCamelCase and no keyword");
    }
  }

  private static String types() {
    return TYPES.stream().sorted().collect(Collectors.joining(", "));
  }
}
