package org.gradcore.presets;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A function of a crossing with arguments that it allows, chosen by the names that {@code
 * cpp/kernels.txt} has.
 *
 * @param function which one
 * @param family its family in the table
 * @param crossing {@link FloatCrossing} or {@link DoubleCrossing}
 * @param method the method of the crossing
 * @param names of its parameters
 * @param rule the number of the rule, for the loop of a shape; the form, for linear models
 */
record KernelCall(
    NativeFunction function,
    String family,
    Class<?> crossing,
    Method method,
    List<String> names,
    int rule) {
  private static final int ARRAY = 1 << 14;
  private static final int OFFSET = 3;
  private static final int ROWS = 5;
  private static final int ROW_LIMIT = 8;
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;
  private static final int PER_ROW = 2;

  /** The bits of the forms of linear models; sparse rows do not go through BLAS. */
  private static final int LOSS = 1;

  private static final int SOFTMAX = 2;
  private static final int SPARSE = 4;
  private static final int FORMS = 12;

  /** Every function for both element types, and every rule of a shape. */
  static List<KernelCall> all() {
    try {
      List<String> lines = Files.readAllLines(Path.of("../cpp/kernels.txt"));
      List<KernelCall> calls = new ArrayList<>();
      for (String line :
          lines.stream().filter(l -> l.contains("|") && !l.startsWith("#")).toList()) {
        String kernel = line.strip().split("\\s+")[1];
        long rules = lines.stream().filter(l -> l.startsWith("rule " + kernel + " ")).count();
        long loops = kernel.equals("linear") ? FORMS : Math.max(1, rules);
        for (int rule = 0; rule < loops; rule++) {
          calls.add(of(line, FloatCrossing.class, rule));
          calls.add(of(line, DoubleCrossing.class, rule));
        }
      }
      return calls;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KernelCall of(String line, Class<?> crossing, int rule) {
    String[] halves = line.split("\\|");
    String[] head = halves[0].strip().split("\\s+");
    List<String> names = new ArrayList<>(List.of("isa"));
    for (String parameter : halves[1].split(",")) {
      names.add(parameter.substring(parameter.lastIndexOf(' ') + 1).strip());
    }
    NativeFunction function =
        Stream.of(NativeFunction.values())
            .filter(f -> f.kernel().equals(head[1]))
            .findFirst()
            .orElseThrow();
    Method method =
        Stream.of(crossing.getMethods())
            .filter(m -> m.getName().equals(head[1]) && m.getParameterCount() == names.size())
            .findFirst()
            .orElseThrow();
    return new KernelCall(function, head[0], crossing, method, names, rule);
  }

  @Override
  public String toString() {
    return crossing.getSimpleName() + "." + function.kernel() + (rule == 0 ? "" : " " + rule);
  }

  Object jni() {
    return crossing == FloatCrossing.class ? new JniFloatCrossing() : new JniDoubleCrossing();
  }

  /** The crossing, with nothing prepared. */
  Object foreign() {
    return crossing == FloatCrossing.class
        ? new ForeignFloatCrossing()
        : new ForeignDoubleCrossing();
  }

  boolean prepare(Object foreign) {
    return foreign instanceof FloatCrossing floats
        ? floats.prepare(function)
        : ((DoubleCrossing) foreign).prepare(function);
  }

  boolean isPrepared(Object foreign) {
    return foreign instanceof FloatCrossing floats
        ? floats.isPrepared(function)
        : ((DoubleCrossing) foreign).isPrepared(function);
  }

  /** Positions of the arrays that the kernel can do without. */
  List<Integer> optional() {
    Set<String> may =
        switch (family) {
          case "point_losses", "row_losses" -> Set.of("weight", "loss", "gradient");
          case "linear" ->
              !isLinear()
                  ? Set.of()
                  : has(LOSS) ? Set.of("rows", "weight", "gradient") : Set.of("rows");
          // The first, sgd, has no state.
          case "steps" -> rule == 0 ? Set.of("state0", "state1", "state2", "state3") : Set.of();
          default -> Set.of();
        };
    return positions().filter(i -> type(i).isArray() && may.contains(names.get(i))).toList();
  }

  /** Positions of the arrays of indices that are read. */
  List<Integer> indices() {
    return positions().filter(i -> type(i) == int[].class && reads(names.get(i))).toList();
  }

  private boolean reads(String indices) {
    return switch (indices) {
      case "rowPointers", "columns" -> has(SPARSE);
      case "classTarget" -> has(LOSS) && has(SOFTMAX);
      default -> true;
    };
  }

  private boolean isLinear() {
    return function.kernel().equals("linear");
  }

  private boolean has(int bit) {
    return (rule & bit) != 0;
  }

  private Stream<Integer> positions() {
    return Stream.iterate(0, i -> i + 1).limit(names.size());
  }

  private Class<?> type(int position) {
    return method.getParameterTypes()[position];
  }

  /** Arguments with all arrays. */
  Object[] arguments() {
    return positions().map(i -> argument(names.get(i), type(i), i)).toArray();
  }

  /** The same without some of the optional arrays: those whose bits are set. */
  Object[] arguments(int without) {
    Object[] arguments = arguments();
    List<Integer> optional = optional();
    for (int i = 0; i < optional.size(); i++) {
      if ((without >> i & 1) != 0) {
        arguments[optional.get(i)] = null;
      }
    }
    return arguments;
  }

  private Object argument(String name, Class<?> type, int position) {
    if (type == int[].class) {
      int[] indices = new int[ARRAY];
      Arrays.setAll(
          indices,
          switch (name) {
            case "rows" -> i -> i * 3 % ROW_LIMIT;
            case "rowPointers" -> i -> i * PER_ROW;
            case "columns" -> i -> i % FEATURES;
            case "target", "classTarget" -> i -> i % CLASSES;
            default -> throw new AssertionError("what does " + name + " hold?");
          });
      return indices;
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.componentType(), ARRAY);
      for (int i = 0; i < ARRAY; i++) {
        double value = 0.1 + (i * 0.618 + position * 0.3) % 1 * 0.8;
        if (array instanceof float[] floats) {
          floats[i] = (float) value;
        } else {
          ((double[]) array)[i] = value;
        }
      }
      return array;
    }
    if (type == float.class) {
      return 0.25f + position / 128f;
    }
    if (type == double.class) {
      return 0.25 + position / 128.0;
    }
    return switch (name) {
      case "isa" -> Native.gradcore_best_isa();
      case "length" -> 37;
      case "rows", "rowCount" -> ROWS;
      case "rowLimit" -> ROW_LIMIT;
      case "features" -> FEATURES;
      case "classes" -> CLASSES;
      case "stored" -> ARRAY;
      case "form" -> rule;
      case "rule" -> isLinear() ? 0 : rule;
      case "loss", "flags" -> 0;
      default -> name.endsWith("Offset") ? OFFSET : 1;
    };
  }

  /** A call of any crossing of this kind, with these arguments; its result is dropped. */
  MethodHandle bound(Object[] arguments) throws IllegalAccessException {
    MethodHandle handle = MethodHandles.lookup().unreflect(method);
    handle = MethodHandles.insertArguments(handle, 1, arguments);
    return handle.asType(
        handle.type().changeReturnType(void.class).changeParameterType(0, Object.class));
  }

  /** What a call gives: its result and all arrays after it, which are copies. */
  List<Object> outcome(Object crossing, Object[] arguments) throws ReflectiveOperationException {
    Object[] copies = new Object[arguments.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] =
          switch (arguments[i]) {
            case float[] array -> array.clone();
            case double[] array -> array.clone();
            case int[] array -> array.clone();
            case null -> null;
            case Object value -> value;
          };
    }
    Object result = method.invoke(crossing, copies);
    List<Object> outcome = new ArrayList<>();
    outcome.add(bits(result));
    for (Object copy : copies) {
      switch (copy) {
        case float[] array -> outcome.add(Arrays.toString(array));
        case double[] array -> outcome.add(Arrays.toString(array));
        case int[] array -> outcome.add(Arrays.toString(array));
        case null, default -> {}
      }
    }
    return outcome;
  }

  private static Object bits(Object result) {
    return result instanceof Double value ? Double.doubleToRawLongBits(value) : result;
  }
}
