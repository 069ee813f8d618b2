package org.gradcore.codegen.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The loops of the shape {@code PointLoss} with the Vector API: one for a rule without elementary
 * functions, else one for each of its methods over a part of a block.
 */
final class VectorPointLossWriter {
  private final Source out;
  private final Rule rule;
  private final String z;
  private final String y;
  private final Rule.Body first;
  private final String e;

  private VectorPointLossWriter(Source out, Rule rule) {
    this.out = out;
    this.rule = rule;
    z = PointLossWriter.parameter(rule, 0);
    y = PointLossWriter.parameter(rule, 1);
    first = PointLossWriter.first(rule, true);
    e = first == null ? null : PointLossWriter.parameter(rule, 2);
  }

  static String text(Rule rule) {
    Set<String> imports = new TreeSet<>();
    imports.add("import java.util.Arrays;");
    imports.add("import jdk.incubator.vector.FloatVector;");
    imports.add("import jdk.incubator.vector.VectorSpecies;");
    imports.add("import org.gradcore.kernel.Blocks;");
    imports.add("import org.gradcore.kernel.FloatPointLoss;");
    imports.add("import org.gradcore.kernel.FloatPointLossKernel;");
    Source out = GeneratedClass.of(rule, "vector", imports);
    return new VectorPointLossWriter(out, rule).text();
  }

  private String text() {
    out.add("public final class VectorFloat" + rule.name() + " implements FloatPointLossKernel {");
    out.add("private static final VectorSpecies<Float> SPECIES = Lanes.FLOAT;");
    out.add("private static final int WIDTH = SPECIES.length();");
    out.add("private static final int LANES = VectorFloatSums.LANES;").add("");
    PointLossWriter.evaluate(out, rule);
    boolean phases = rule.bodies().stream().anyMatch(Rule.Body::elementary);
    for (Combination flags : Combination.of(rule)) {
      String name = PointLossWriter.method(flags);
      blocks(name);
      if (phases) {
        parts(name);
        if (first != null) {
          firstPhase(name, flags);
        }
        lossPhase(name, flags);
        gradientPhase(name, flags);
      } else {
        oneLoop(name, flags);
      }
    }
    return out.add("}").toString();
  }

  /** Arguments or parameters: each array with its offset, then those given. */
  private String list(List<String> arrays, String array, String offset, String more) {
    List<String> all = new ArrayList<>();
    for (String name : arrays) {
      all.add(array.replace("#", name));
      all.add(offset.replace("#", name));
    }
    if (!more.isEmpty()) {
      all.add(more);
    }
    rule.scalars().forEach(s -> all.add((array.startsWith("float") ? "float " : "") + s.name()));
    return String.join(", ", all);
  }

  private List<String> arrays() {
    List<String> arrays = new ArrayList<>(List.of(z, y));
    arrays.addAll(PointLossWriter.OPTIONAL);
    return arrays;
  }

  private void begin(String name, List<String> arrays, String before, String more) {
    out.add("private static void " + name + "(");
    out.wrap("    " + before + list(arrays, "float[] #Array", "int #At", more) + ") {");
    out.indent();
  }

  /** Goes over the blocks; what is left after the last whole vector is filled up to one. */
  private void blocks(String name) {
    String loops = name + "Vectors(";
    out.add("");
    PointLossWriter.begin(out, name);
    PointLossWriter.read(out, rule);
    out.add("float[] scratch = FloatPointLossScratch.get();");
    out.add("for (int start = 0; start < count; ) {");
    out.add("int n = Math.min(Blocks.REDUCTION_BLOCK, count - start);");
    out.add("int tail = n % WIDTH;");
    out.add("Arrays.fill(scratch, 0, LANES, 0);");
    out.wrap(
        loops
            + "scratch, 0, "
            + list(arrays(), "#Array", "#At + start", "n - tail, gradientScale")
            + ");");
    out.add("start += n;");
    out.add("if (tail > 0) {");
    out.add("int i = start - tail;");
    fill(z, "PREDICTIONS");
    fill(y, "TARGETS");
    out.add("float[] weights = weightArray == null ? null : scratch;");
    out.add("if (weightArray != null) {");
    fill("weight", "WEIGHTS");
    out.add("}");
    out.add("FloatPointLossScratch.keepLanes(scratch, n - tail, tail);");
    String filled =
        "scratch, n - tail, scratch, PREDICTIONS, scratch, TARGETS, weights, WEIGHTS, scratch,"
            + " LOSSES, scratch, GRADIENTS, ";
    out.wrap(
        loops
            + filled.replaceAll("(?=\\b[A-Z]+,)", "FloatPointLossScratch.")
            + list(List.of(), "", "", "WIDTH, gradientScale")
            + ");");
    out.add("FloatPointLossScratch.restoreLanes(scratch, n - tail, tail);");
    out.add("if (lossArray != null) {");
    copy("LOSSES", "loss");
    out.add("}");
    out.add("if (gradientArray != null) {");
    copy("GRADIENTS", "gradient");
    out.add("}").add("}");
    out.add("carry += (double) VectorFloatSums.foldLanes(scratch, 0);");
    out.add("}").add("return carry;").add("}");
  }

  private void fill(String array, String to) {
    String from = array + "Array, " + array + "At + i";
    out.wrap(
        "FloatPointLossScratch.fill("
            + from
            + ", tail, scratch, FloatPointLossScratch."
            + to
            + ");");
  }

  private void copy(String from, String array) {
    String to = array + "Array, " + array + "At + i";
    out.wrap("System.arraycopy(scratch, FloatPointLossScratch." + from + ", " + to + ", tail);");
  }

  private void load(String name) {
    out.add(
        "FloatVector "
            + name
            + " = FloatVector.fromArray(SPECIES, "
            + name
            + "Array, "
            + name
            + "At + i);");
  }

  private void loop() {
    out.add("for (int i = 0; i < length; i += WIDTH) {");
  }

  private void addLoss() {
    out.add("int lane = (first + i) & (LANES - 1);");
    out.add("FloatVector.fromArray(SPECIES, scratch, lane).add(loss).intoArray(scratch, lane);");
    out.add("if (lossArray != null) {").add("loss.intoArray(lossArray, lossAt + i);").add("}");
  }

  private void weigh(String... values) {
    out.add("if (weightArray != null) {");
    load("weight");
    for (String value : values) {
      out.add(value + " = weight.mul(" + value + ");");
    }
    out.add("}");
  }

  /** Whole vectors of a block in one loop. */
  private void oneLoop(String name, Combination flags) {
    out.add("");
    out.doc("Whole vectors of a block, from its element {@code first}.");
    begin(
        name + "Vectors",
        arrays(),
        "float[] scratch, int first, ",
        "int length, float gradientScale");
    flags.declare(out);
    loop();
    load(z);
    load(y);
    if (first != null) {
      PointLossWriter.paste(out, first, e);
    }
    PointLossWriter.paste(out, rule.body(PointLossWriter.LOSS, true), "loss");
    PointLossWriter.paste(out, rule.body(PointLossWriter.GRADIENT, true), "gradient");
    weigh("loss", "gradient");
    addLoss();
    out.add("if (gradientArray != null) {");
    out.add("gradient.mul(gradientScale).intoArray(gradientArray, gradientAt + i);");
    out.add("}").add("}").add("}");
  }

  /** Whole vectors of a block in a loop for each method of the rule. */
  private void parts(String name) {
    out.add("");
    out.doc("Whole vectors of a block, from its element {@code first}.");
    begin(
        name + "Vectors",
        arrays(),
        "float[] scratch, int first, ",
        "int length, float gradientScale");
    out.add(
        "// A loop for each method: a processor looks too few instructions ahead to overlap the long\n"
            + "// chains of dependent ones in elementary functions and divisions, and C2 inlines only so\n"
            + "// much into a loop.");
    out.add("for (int start = 0; start < length; start += FloatPointLossScratch.PART) {");
    out.add("int n = Math.min(length - start, FloatPointLossScratch.PART);");
    String at = "#At + start";
    if (first != null) {
      out.wrap(name + "First(scratch, " + list(List.of(z, y), "#Array", at, "n") + ");");
    }
    out.wrap(
        name
            + "Loss(scratch, first + start, "
            + list(List.of(z, y, "weight", "loss"), "#Array", at, "n")
            + ");");
    out.add("if (gradientArray != null) {");
    out.wrap(
        name
            + "Gradient(scratch, "
            + list(List.of(z, y, "weight", "gradient"), "#Array", at, "n, gradientScale")
            + ");");
    out.add("}").add("}").add("}");
  }

  private void firstPhase(String name, Combination flags) {
    out.add("");
    begin(name + "First", List.of(z, y), "float[] scratch, ", "int length");
    flags.declare(out);
    loop();
    load(z);
    load(y);
    PointLossWriter.paste(out, first, e);
    out.add(e + ".intoArray(scratch, FloatPointLossScratch.FIRST + i);");
    out.add("}").add("}");
  }

  private void loadFirst() {
    if (first != null) {
      out.add(
          "FloatVector "
              + e
              + " = FloatVector.fromArray(SPECIES, scratch, FloatPointLossScratch.FIRST + i);");
    }
  }

  private void lossPhase(String name, Combination flags) {
    out.add("");
    begin(
        name + "Loss",
        List.of(z, y, "weight", "loss"),
        "float[] scratch, int first, ",
        "int length");
    flags.declare(out);
    loop();
    loadFirst();
    load(z);
    load(y);
    PointLossWriter.paste(out, rule.body(PointLossWriter.LOSS, true), "loss");
    weigh("loss");
    addLoss();
    out.add("}").add("}");
  }

  private void gradientPhase(String name, Combination flags) {
    out.add("");
    begin(
        name + "Gradient",
        List.of(z, y, "weight", "gradient"),
        "float[] scratch, ",
        "int length, float gradientScale");
    flags.declare(out);
    loop();
    loadFirst();
    load(z);
    load(y);
    PointLossWriter.paste(out, rule.body(PointLossWriter.GRADIENT, true), "gradient");
    weigh("gradient");
    out.add("gradient.mul(gradientScale).intoArray(gradientArray, gradientAt + i);");
    out.add("}").add("}");
  }
}
