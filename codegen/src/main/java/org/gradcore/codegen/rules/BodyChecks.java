package org.gradcore.codegen.rules;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.gradcore.codegen.InputException;

/**
 * What a body must not have: it is pasted into a loop whose speed rests on C2 compiling the whole
 * of it.
 */
final class BodyChecks extends TreeScanner<Void, Void> {
  /** The functions whose vector code is long. */
  static final String ELEMENTARY = "VectorFloatMath";

  /** Names of the loop around a body. */
  private static final Set<String> RESERVED =
      Set.of(
          "alpha",
          "call",
          "carry",
          "count",
          "end",
          "first",
          "from",
          "gradient",
          "gradientScale",
          "i",
          "lane",
          "lanes",
          "last",
          "length",
          "loss",
          "n",
          "next",
          "result",
          "scratch",
          "sign",
          "start",
          "tail",
          "weight");

  private record Found(Tree tree, String problem) {}

  private final List<Found> found = new ArrayList<>();
  private final List<String> elementary = new ArrayList<>();
  private final Set<String> assigned = new HashSet<>();
  private final MethodTree method;

  private BodyChecks(MethodTree method) {
    this.method = method;
  }

  /**
   * Checks a body.
   *
   * @param error makes the error for a place and a message
   * @return the names of what it assigns
   * @throws InputException for the first problem
   */
  static Set<String> check(
      MethodTree method, Function<Tree, Function<String, InputException>> error)
      throws InputException {
    BodyChecks checks = new BodyChecks(method);
    checks.scan(method.getParameters(), null);
    checks.scan(method.getBody(), null);
    for (Found problem : checks.found) {
      throw error.apply(problem.tree()).apply(problem.problem());
    }
    return Set.copyOf(checks.assigned);
  }

  private Void loop(Tree tree) {
    found.add(new Found(tree, "a rule has no loops: the shape has them"));
    return null;
  }

  @Override
  public Void visitForLoop(ForLoopTree tree, Void none) {
    return loop(tree);
  }

  @Override
  public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Void none) {
    return loop(tree);
  }

  @Override
  public Void visitWhileLoop(WhileLoopTree tree, Void none) {
    return loop(tree);
  }

  @Override
  public Void visitDoWhileLoop(DoWhileLoopTree tree, Void none) {
    return loop(tree);
  }

  @Override
  public Void visitLambdaExpression(LambdaExpressionTree tree, Void none) {
    found.add(new Found(tree, "a lambda boxes the vectors that it sees: write it out"));
    return null;
  }

  @Override
  public Void visitNewClass(NewClassTree tree, Void none) {
    found.add(new Found(tree, "a kernel allocates nothing"));
    return null;
  }

  @Override
  public Void visitReturn(ReturnTree tree, Void none) {
    List<? extends Tree> statements = method.getBody().getStatements();
    if (statements.get(statements.size() - 1) != tree) {
      found.add(new Found(tree, "a rule returns at its end only: it is pasted into a loop"));
    }
    return super.visitReturn(tree, none);
  }

  @Override
  public Void visitAssignment(AssignmentTree tree, Void none) {
    assigned.add(tree.getVariable().toString());
    return super.visitAssignment(tree, none);
  }

  @Override
  public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void none) {
    assigned.add(tree.getVariable().toString());
    return super.visitCompoundAssignment(tree, none);
  }

  @Override
  public Void visitUnary(UnaryTree tree, Void none) {
    if (tree.getKind().name().endsWith("CREMENT")) {
      assigned.add(tree.getExpression().toString());
    }
    return super.visitUnary(tree, none);
  }

  @Override
  public Void visitVariable(VariableTree tree, Void none) {
    String name = tree.getName().toString();
    if (RESERVED.contains(name) || name.endsWith("Array") || name.endsWith("At")) {
      found.add(new Found(tree, "the loop around the rule has the name " + name + " for itself"));
    }
    return super.visitVariable(tree, none);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree tree, Void none) {
    if (tree.getMethodSelect() instanceof MemberSelectTree called
        && called.getExpression().toString().equals(ELEMENTARY)) {
      elementary.add(called.getIdentifier().toString());
      if (elementary.size() == 2) {
        found.add(
            new Found(
                tree,
                "one elementary function is as much as a loop can hold: C2 inlines no method into"
                    + " one that has grown to 18,000 nodes, and a vector that crosses a call is"
                    + " allocated; here are "
                    + String.join(" and ", elementary)));
      }
    }
    return super.visitMethodInvocation(tree, none);
  }
}
