package org.gradcore.codegen.rules;

import java.util.Set;
import java.util.TreeSet;

/** The beginning that all classes generated from a rule have. */
final class GeneratedClass {
  private GeneratedClass() {}

  /**
   * Begins a source.
   *
   * @param backend the package, {@code scalar} or {@code vector}
   * @param more imports beside those of the rule
   */
  static Source of(Rule rule, String backend, Set<String> more) {
    boolean vector = backend.equals("vector");
    String own = "import org.gradcore.kernel." + backend + ".";
    Source out = new Source();
    out.add(
        "// Generated from Float" + rule.name() + ".java by GenerateRules.java. Edit that file.");
    out.add("package org.gradcore.kernel." + backend + ";").add("");
    Set<String> statics = new TreeSet<>();
    Set<String> imports = new TreeSet<>(more);
    for (String line : rule.imports()) {
      boolean ofVector = line.contains("jdk.incubator.vector") || line.contains(".kernel.vector.");
      boolean ofNotes = line.equals("import org.gradcore.kernel.TargetRange;");
      if (ofVector && !vector || line.startsWith(own) || ofNotes) {
        continue;
      }
      (line.startsWith("import static ") ? statics : imports).add(line);
    }
    statics.forEach(out::add);
    if (!statics.isEmpty()) {
      out.add("");
    }
    imports.forEach(out::add);
    return out.add("").doc(rule.doc());
  }
}
