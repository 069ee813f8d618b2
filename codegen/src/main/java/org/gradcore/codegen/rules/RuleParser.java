package org.gradcore.codegen.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.gradcore.codegen.InputException;

/** Reads a rule with the compiler's own parser. */
final class RuleParser {
  private static final String PREFIX = "Float";

  private final String file;
  private final String source;
  private CompilationUnitTree unit;
  private SourcePositions positions;
  private Trees trees;

  private RuleParser(String file, String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Reads a rule.
   *
   * @param file the source
   * @return the rule
   * @throws InputException if it is none, or one that cannot be expanded
   */
  static Rule read(Path file) throws IOException, InputException {
    return read(file.toString(), Files.readString(file));
  }

  static Rule read(String file, String source) throws IOException, InputException {
    RuleParser parser = new RuleParser(file, source);
    Rule rule = parser.parse();
    RuleChecks.check(rule);
    return rule;
  }

  private InputException error(Tree at, String message) {
    long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, at));
    return new InputException(file, (int) line, message);
  }

  private String text(Tree tree) {
    return source.substring(
        (int) positions.getStartPosition(unit, tree), (int) positions.getEndPosition(unit, tree));
  }

  private Rule parse() throws IOException, InputException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject in =
        new SimpleJavaFileObject(URI.create("string:///Rule.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, problems, List.of(), null, List.of(in));
    trees = Trees.instance(task);
    positions = trees.getSourcePositions();
    unit = task.parse().iterator().next();
    if (!problems.getDiagnostics().isEmpty()) {
      var problem = problems.getDiagnostics().get(0);
      throw new InputException(file, (int) problem.getLineNumber(), problem.getMessage(null));
    }
    ClassTree type = null;
    for (Tree declared : unit.getTypeDecls()) {
      if (declared instanceof ClassTree c) {
        type = c;
      }
    }
    if (type == null || !type.getSimpleName().toString().startsWith(PREFIX)) {
      throw new InputException(file, 1, "a rule is a class whose name begins with " + PREFIX);
    }
    List<? extends AnnotationTree> shapes = type.getModifiers().getAnnotations();
    if (shapes.size() != 1) {
      throw error(type, "a rule has one annotation: its shape");
    }
    return rule(type, shapes.get(0).getAnnotationType().toString());
  }

  private Rule rule(ClassTree type, String shape) throws InputException {
    List<Rule.Field> flags = new ArrayList<>();
    List<Rule.Field> scalars = new ArrayList<>();
    List<Rule.Body> bodies = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree field) {
        switch (field.getType().toString()) {
          case "boolean" -> flags.add(field(type, field));
          case "float" -> scalars.add(field(type, field));
          default -> throw error(field, "a field of a rule is a float or a boolean");
        }
      } else if (member instanceof MethodTree method) {
        bodies.add(body(method));
      } else {
        throw error(member, "a rule has fields and methods only");
      }
    }
    return new Rule(
        file,
        type.getSimpleName().toString().substring(PREFIX.length()),
        shape,
        doc(type, type),
        unit.getImports().stream().map(ImportTree::toString).map(String::strip).toList(),
        List.copyOf(flags),
        List.copyOf(scalars),
        List.copyOf(bodies));
  }

  private String doc(ClassTree type, Tree of) throws InputException {
    TreePath path = new TreePath(new TreePath(unit), type);
    String doc = trees.getDocComment(of == type ? path : new TreePath(path, of));
    if (doc == null) {
      throw error(of, "Javadoc is missing");
    }
    return doc.strip();
  }

  private Rule.Field field(ClassTree type, VariableTree field) throws InputException {
    if (field.getInitializer() != null) {
      throw error(field, "a call gives the value of " + field.getName());
    }
    List<? extends AnnotationTree> notes = field.getModifiers().getAnnotations();
    return new Rule.Field(
        field.getName().toString(),
        doc(type, field).replaceAll("\\s+", " "),
        notes.isEmpty() ? Notes.NONE : notes(notes.get(0)));
  }

  private Notes notes(AnnotationTree annotation) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree assignment) {
        values.put(text(assignment.getVariable()), text(assignment.getExpression()));
      } else {
        values.put("value", text(argument));
      }
    }
    return new Notes(values);
  }

  private Rule.Body body(MethodTree method) throws InputException {
    List<Rule.Parameter> parameters = new ArrayList<>();
    boolean vector = false;
    for (VariableTree parameter : method.getParameters()) {
      String type = parameter.getType().toString();
      vector |= type.equals("FloatVector");
      if (!type.equals("float") && !type.equals("FloatVector")) {
        throw error(parameter, "elements are float or FloatVector");
      }
      List<? extends AnnotationTree> notes = parameter.getModifiers().getAnnotations();
      parameters.add(
          new Rule.Parameter(
              parameter.getName().toString(),
              notes.isEmpty() ? "" : notes.get(0).getAnnotationType().toString(),
              notes.isEmpty() ? Notes.NONE : notes(notes.get(0))));
    }
    Set<String> assigned = BodyChecks.check(method, tree -> message -> error(tree, message));
    int from = (int) positions.getStartPosition(unit, method.getBody()) + 1;
    int to = (int) positions.getEndPosition(unit, method.getBody()) - 1;
    String value = "";
    List<? extends Tree> statements = method.getBody().getStatements();
    if (!statements.isEmpty()
        && statements.get(statements.size() - 1) instanceof ReturnTree returned) {
      to = (int) positions.getStartPosition(unit, returned);
      value = returned.getExpression() == null ? "" : text(returned.getExpression());
    }
    return new Rule.Body(
        method.getName().toString(),
        vector,
        List.copyOf(parameters),
        String.valueOf(method.getReturnType()),
        source.substring(from, to).stripTrailing().stripIndent().strip(),
        value,
        assigned,
        (int) unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method)));
  }
}
