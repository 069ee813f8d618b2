package org.gradcore.codegen.options;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.gradcore.codegen.InputException;

/**
 * A record whose components are options: it implements the interface {@code NAMEOptions}, which is
 * generated.
 *
 * @param name its name
 * @param components its components
 */
record Description(String name, List<Component> components) {
  private static final Pattern WORD = Pattern.compile("(?s)@param\\s+(\\w+)\\s+(.*?)(?=\\s@|\\z)");

  /**
   * A component.
   *
   * @param type its type
   * @param name its name
   * @param doc what Javadoc says of it
   */
  record Component(String type, String name, String doc) {
    /** The method that changes it. */
    String with() {
      return "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
  }

  /** Reads a source; null if it is no such record. */
  static Description read(Path file) throws IOException, InputException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
      CompilationUnitTree unit = task.parse().iterator().next();
      for (Tree declared : unit.getTypeDecls()) {
        if (declared instanceof ClassTree type && type.getKind() == Tree.Kind.RECORD) {
          String options = type.getSimpleName() + "Options";
          if (type.getImplementsClause().stream().anyMatch(t -> t.toString().equals(options))) {
            String doc = Trees.instance(task).getDocComment(new TreePath(new TreePath(unit), type));
            return of(file, type, doc == null ? "" : doc);
          }
        }
      }
    }
    return null;
  }

  private static Description of(Path file, ClassTree type, String doc) throws InputException {
    List<Component> components = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
        String name = field.getName().toString();
        components.add(new Component(field.getType().toString(), name, doc(file, name, doc)));
      }
    }
    return new Description(type.getSimpleName().toString(), List.copyOf(components));
  }

  private static String doc(Path file, String name, String doc) throws InputException {
    for (Matcher param = WORD.matcher(doc); param.find(); ) {
      if (param.group(1).equals(name)) {
        return param.group(2).strip().replaceAll("\\s+", " ");
      }
    }
    throw new InputException(file + ": Javadoc has no @param " + name);
  }
}
