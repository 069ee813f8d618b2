package org.gradcore.codegen.rules;

import java.util.Set;
import java.util.TreeSet;

/** The loops of the shape {@code PointLoss} in plain Java. */
final class ScalarPointLossWriter {
  private static final String SUMS = "ScalarFloatSums";

  private ScalarPointLossWriter() {}

  static String text(Rule rule) {
    Set<String> imports = new TreeSet<>();
    imports.add("import org.gradcore.kernel.Blocks;");
    imports.add("import org.gradcore.kernel.FloatPointLoss;");
    imports.add("import org.gradcore.kernel.FloatPointLossKernel;");
    Source out = GeneratedClass.of(rule, "scalar", imports);
    out.add("public final class ScalarFloat" + rule.name() + " implements FloatPointLossKernel {");
    PointLossWriter.evaluate(out, rule);
    for (Combination flags : Combination.of(rule)) {
      loop(out.add(""), rule, flags);
    }
    return out.add("}").toString();
  }

  private static void loop(Source out, Rule rule, Combination flags) {
    String z = PointLossWriter.parameter(rule, 0);
    String y = PointLossWriter.parameter(rule, 1);
    Rule.Body first = PointLossWriter.first(rule, false);
    PointLossWriter.begin(out, PointLossWriter.method(flags));
    flags.declare(out);
    PointLossWriter.read(out, rule);
    out.add("float[] lanes = " + SUMS + ".clearedLanes();");
    out.add("for (int start = 0; start < count; start += Blocks.REDUCTION_BLOCK) {");
    out.add("int end = Math.min(count, start + Blocks.REDUCTION_BLOCK);");
    out.add("for (int i = start; i < end; i++) {");
    for (String name : new String[] {z, y}) {
      out.add("float " + name + " = " + name + "Array[" + name + "At + i];");
    }
    if (first != null) {
      PointLossWriter.paste(out, first, PointLossWriter.parameter(rule, 2));
    }
    PointLossWriter.paste(out, rule.body(PointLossWriter.LOSS, false), "loss");
    PointLossWriter.paste(out, rule.body(PointLossWriter.GRADIENT, false), "gradient");
    out.add("if (weightArray != null) {");
    out.add("float weight = weightArray[weightAt + i];");
    out.add("loss = weight * loss;").add("gradient = weight * gradient;").add("}");
    out.add("lanes[i % " + SUMS + ".LANES] += loss;");
    out.add("if (lossArray != null) {").add("lossArray[lossAt + i] = loss;").add("}");
    out.add("if (gradientArray != null) {");
    out.add("gradientArray[gradientAt + i] = gradientScale * gradient;").add("}");
    out.add("}");
    out.add("carry += (double) " + SUMS + ".fold(lanes);");
    out.add(SUMS + ".clear(lanes);");
    out.add("}").add("return carry;").add("}");
  }
}
