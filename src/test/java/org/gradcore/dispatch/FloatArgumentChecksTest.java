package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every argument of every kernel, bad in every way: the right exception, which names the argument,
 * and no array touched. A good call goes through.
 */
class FloatArgumentChecksTest {
  private static final int PAD = 3;
  private static final Set<String> OUTPUTS = Set.of("out", "gradient", "work");

  /** One argument: an array with its offset, or a number. */
  private record Argument(String name, Object value, int offset, boolean optional) {
    boolean isArray() {
      return value == null || value.getClass().isArray();
    }
  }

  /** A good call, from which the bad ones are made. */
  private static final class Call {
    final Kernel kernel;
    final Object family;
    final List<Argument> arguments = new ArrayList<>();
    final Set<String> mayOverlap = new HashSet<>();

    Call(Kernel kernel, Object family) {
      this.kernel = kernel;
      this.family = family;
    }

    Call array(String name, int needed) {
      return add(name, new float[PAD + needed], PAD, false);
    }

    Call optional(String name, int needed) {
      return add(name, new float[PAD + needed], PAD, true);
    }

    Call sums(String name, int needed) {
      return add(name, new double[PAD + needed], PAD, true);
    }

    Call ints(String name, int... values) {
      int[] padded = new int[PAD + values.length];
      System.arraycopy(values, 0, padded, PAD, values.length);
      return add(name, padded, PAD, false);
    }

    /** An array without an offset. */
    Call whole(String name, Object array) {
      return add(name, array, -1, false);
    }

    Call number(String name, Object value) {
      return add(name, value, -1, false);
    }

    Call numbers(Object... values) {
      for (Object value : values) {
        number("", value);
      }
      return this;
    }

    /** Both only read, or an update in place. */
    Call sharing(String a, String b) {
      mayOverlap.add(a + " " + b);
      return this;
    }

    private Call add(String name, Object value, int offset, boolean optional) {
      arguments.add(new Argument(name, value, offset, optional));
      return this;
    }

    int index(String name) {
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i).name.equals(name)) {
          return i;
        }
      }
      throw new AssertionError(name);
    }

    boolean has(String name) {
      return arguments.stream().anyMatch(a -> a.name.equals(name));
    }

    /** The same with one argument replaced. */
    Call with(String name, Object value, int offset) {
      Call copy = new Call(kernel, family);
      copy.arguments.addAll(arguments);
      int i = index(name);
      copy.arguments.set(i, new Argument(name, value, offset, arguments.get(i).optional));
      return copy;
    }

    Call with(String name, Object value) {
      return with(name, value, arguments.get(index(name)).offset);
    }

    /** Runs the call; returns what it threw. */
    Throwable run() {
      List<Object> values = new ArrayList<>();
      for (Argument argument : arguments) {
        values.add(argument.value);
        if (argument.isArray() && argument.offset != -1) {
          values.add(argument.offset == Integer.MIN_VALUE ? -1 : argument.offset);
        }
      }
      for (Method method : family.getClass().getDeclaredMethods()) {
        if (method.getName().equals(kernel.id()) && !method.isSynthetic()) {
          try {
            method.setAccessible(true);
            method.invoke(family, values.toArray());
            return null;
          } catch (InvocationTargetException e) {
            return e.getCause();
          } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
          }
        }
      }
      throw new AssertionError(kernel);
    }

    /** Throws, and has written nothing. */
    void refused(Class<? extends Throwable> type, String... parts) {
      refused(false, type, parts);
    }

    /** Throws, and has written at most to its outputs, within their ranges. */
    void endsEarly(Class<? extends Throwable> type, String... parts) {
      refused(true, type, parts);
    }

    private void refused(boolean early, Class<? extends Throwable> type, String... parts) {
      Object[] before = arguments.stream().map(a -> copy(a.value)).toArray();
      Throwable thrown = run();
      String what = kernel.id() + " " + Arrays.toString(parts);
      assertNotNull(thrown, what);
      assertEquals(type, thrown.getClass(), what + ": " + thrown);
      for (String part : parts) {
        assertTrue(thrown.getMessage().contains(part), what + ": " + thrown.getMessage());
      }
      for (int i = 0; i < before.length; i++) {
        Argument argument = arguments.get(i);
        Object after = copy(argument.value);
        if (early && OUTPUTS.contains(argument.name) && after != null) {
          int length = Array.getLength(after) - argument.offset;
          System.arraycopy(before[i], argument.offset, after, argument.offset, length);
        }
        assertTrue(
            Arrays.deepEquals(new Object[] {before[i]}, new Object[] {after}),
            what + " " + argument.name + " was written");
      }
    }

    private static Object copy(Object value) {
      if (value == null || !value.getClass().isArray()) {
        return value;
      }
      Object copy = Array.newInstance(value.getClass().componentType(), Array.getLength(value));
      System.arraycopy(value, 0, copy, 0, Array.getLength(value));
      return copy;
    }
  }

  private static List<Call> calls(Kernels kernels) {
    int n = 5;
    List<Call> calls = new ArrayList<>();
    calls.addAll(linearCalls(kernels));
    return calls;
  }

  /** Rows 4, 0 and 2 of a matrix of 5 rows with 3 features (and 2 classes). */
  private static List<Call> linearCalls(Kernels kernels) {
    FloatLinearKernels k = kernels.floatLinear();
    int features = 3;
    int classes = 2;
    int[] pointers = {0, 2, 2, 5, 6, 7};
    int[] columns = {0, 2, 0, 1, 2, 1, 2};
    List<Call> calls = new ArrayList<>();
    for (Kernel kernel : Kernel.values()) {
      if (kernel.family() != Kernel.Family.LINEAR || kernel == Kernel.FINISH_GRADIENT) {
        continue;
      }
      boolean dense = kernel.id().startsWith("dense");
      boolean oneOutput = kernel.id().endsWith("Margins") || kernel.id().endsWith("Loss");
      boolean loss = kernel.id().endsWith("Loss") || kernel.id().endsWith("Softmax");
      int outputs = oneOutput ? 1 : classes;
      Call call = new Call(kernel, k);
      if (loss && oneOutput) {
        call.number("loss", FloatLinearKernels.LOGISTIC);
      }
      if (dense) {
        call.array("x", 5 * features);
      } else {
        call.whole("rowPointers", pointers.clone())
            .whole("columns", columns.clone())
            .whole("values", new float[columns.length]);
      }
      call.number("features", features)
          .ints("rows", 4, 0, 2)
          .number("firstRow", 0)
          .number("rowCount", 3);
      if (loss && oneOutput) {
        call.array("target", 5);
      } else if (loss) {
        call.ints("target", 0, 9, 1, 9, 0);
      }
      if (loss) {
        call.optional("weight", 5);
      }
      call.array("param", outputs * (features + 1));
      if (!oneOutput) {
        call.number("classes", classes);
      }
      call.number("intercept", 1);
      if (loss) {
        call.sums("gradient", outputs * (features + 1));
      } else {
        call.array("out", 3 * outputs);
      }
      if (loss || !oneOutput) {
        call.array(
            "work",
            oneOutput
                ? FloatLinearKernels.workLength(features)
                : FloatLinearKernels.softmaxWorkLength(features, classes));
      }
      if (loss) {
        call.numbers(0.0);
      }
      calls.add(call);
      for (String a : List.of("x", "values", "target", "weight", "param")) {
        for (String b : List.of("x", "values", "target", "weight", "param")) {
          call.sharing(a, b);
        }
      }
    }
    calls.add(
        new Call(Kernel.FINISH_GRADIENT, k)
            .add("accumulator", new double[PAD + 5], PAD, false)
            .array("param", 5)
            .array("gradient", 5)
            .number("length", 5)
            .numbers(1.0, 0.5)
            .sharing("accumulator", "param"));
    return calls;
  }

  /**
   * The good calls, on every backend that is there: what columns hold is checked in the kernels.
   */
  private static Stream<DynamicTest> eachCall(Consumer<Call> test) {
    return Kernels.dispatched().availability().stream()
        .filter(Availability::available)
        .map(Availability::backend)
        .flatMap(
            backend ->
                calls(Kernels.of(backend)).stream()
                    .map(
                        call ->
                            DynamicTest.dynamicTest(
                                call.kernel.id() + " on " + backend.id(),
                                () -> test.accept(call))));
  }

  @TestFactory
  Stream<DynamicTest> everyKernelRefusesBadArguments() {
    return eachCall(FloatArgumentChecksTest::refusesBadArguments);
  }

  private static void refusesBadArguments(Call call) {
    Throwable thrown = call.run();
    if (thrown != null) {
      fail("the good call threw", thrown);
    }
    for (Argument a : call.arguments) {
      if (!a.isArray()) {
        continue;
      }
      if (a.optional || a.name.equals("rows")) {
        if (a.optional) {
          assertEquals(null, call.with(a.name, null).run(), a.name);
        }
      } else {
        call.with(a.name, null).refused(NullPointerException.class, a.name + " must not be null");
      }
      if (a.offset == -1) {
        continue;
      }
      call.with(a.name, a.value, Integer.MIN_VALUE)
          .refused(IndexOutOfBoundsException.class, a.name + "Offset: -1");
      for (int offset : new int[] {PAD + 1, 1 << 20, Integer.MAX_VALUE}) {
        Throwable t = call.with(a.name, a.value, offset).run();
        // One element too few of the matrix shows as a row that is not there.
        String name = a.name.equals("x") && call.has("rows") ? "" : a.name;
        assertTrue(t instanceof IndexOutOfBoundsException, call.kernel + " " + a.name + ": " + t);
        assertTrue(t.getMessage().contains(name), t.getMessage());
      }
    }
    for (String count : List.of("length", "rows", "rowCount", "features")) {
      if (call.has(count) && !call.arguments.get(call.index(count)).isArray()) {
        for (int bad : new int[] {-1, Integer.MIN_VALUE}) {
          call.with(count, bad).refused(IllegalArgumentException.class, count + ": " + bad);
        }
      }
    }
    if (call.has("length")) {
      call.with("length", Integer.MAX_VALUE).refused(IndexOutOfBoundsException.class, "2147483647");
    }
    if (call.has("classes")) {
      call.with("classes", 0).refused(IllegalArgumentException.class, "classes: 0");
      call.with("classes", -3).refused(IllegalArgumentException.class, "classes: -3");
      Throwable t = call.with("classes", Integer.MAX_VALUE).run();
      assertTrue(
          t instanceof IllegalArgumentException || t instanceof IndexOutOfBoundsException,
          String.valueOf(t));
    }
    if (call.has("intercept")) {
      call.with("intercept", 2).refused(IllegalArgumentException.class, "intercept: 2");
      call.with("intercept", -1).refused(IllegalArgumentException.class, "intercept: -1");
    }
    if (call.kernel == Kernel.DENSE_LOSS || call.kernel == Kernel.CSR_LOSS) {
      call.with("loss", 4).refused(IllegalArgumentException.class, "loss: 4", "LOGISTIC (2)");
      call.with("loss", -1).refused(IllegalArgumentException.class, "loss: -1");
    }
    refusesBadRows(call);
    refusesOverlap(call);
  }

  private static void refusesBadRows(Call call) {
    if (!call.has("rows") || !call.arguments.get(call.index("rows")).isArray()) {
      return;
    }
    int[] rows = {9, 9, 9, 4, -1, 2};
    call.with("rows", rows)
        .refused(IndexOutOfBoundsException.class, "rows: row -1 given at position 1");
    call.with("rows", new int[] {9, 9, 9, 4, 0, 5})
        .refused(IndexOutOfBoundsException.class, "row 5 given at position 2", "5 rows");
    Call range = call.with("rows", null, 0);
    if (call.has("target") && call.arguments.get(call.index("target")).value instanceof int[]) {
      int[] target = {0, 0, 0, 0, 1, 0, 1, 0};
      range = range.with("target", target);
    }
    assertEquals(null, range.run());
    assertEquals(null, range.with("firstRow", 2).run());
    range.with("firstRow", 3).refused(IndexOutOfBoundsException.class, "rows 3 to 5", "hold 5");
    range.with("firstRow", -1).refused(IndexOutOfBoundsException.class, "firstRow: -1");
    range
        .with("firstRow", Integer.MAX_VALUE)
        .refused(IndexOutOfBoundsException.class, "2147483647");
    if (call.has("target") && call.arguments.get(call.index("target")).value instanceof int[]) {
      int[] target = {9, 9, 9, 0, 0, 2, 0, 0};
      call.with("target", target)
          .refused(IndexOutOfBoundsException.class, "target: class 2 given for row 2", "0 to 1");
      target[5] = -1;
      call.with("target", target).refused(IndexOutOfBoundsException.class, "class -1");
      range.with("target", target).refused(IndexOutOfBoundsException.class, "class -1");
    }
    if (call.has("columns")) {
      for (Call c : List.of(call, range)) {
        // Row 1 is in no call, and row 3 neither in the list nor in the range of three.
        c.with("columns", new int[] {0, 2, 0, 3, 2, 1, 2})
            .endsEarly(
                IndexOutOfBoundsException.class, "columns: index 3 given at entry 3", "0 to 2");
        c.with("columns", new int[] {0, -7, 0, 1, 2, 1, 2})
            .endsEarly(IndexOutOfBoundsException.class, "columns: index -7 given at entry 1");
        c.with("rowPointers", new int[] {0, 2, 2, 1, 6, 7})
            .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 2");
        c.with("rowPointers", new int[] {-1, 2, 2, 5, 6, 7})
            .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 0");
        c.with("rowPointers", new int[] {0, 2, 2, Integer.MIN_VALUE, 6, 7})
            .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 2");
        c.with("rowPointers", new int[] {0, 2, 2, 8, 6, 7})
            .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 2", "0 to 7");
      }
      call.with("values", new float[6]).endsEarly(IndexOutOfBoundsException.class, "0 to 6");
      call.with("columns", new int[6]).endsEarly(IndexOutOfBoundsException.class, "0 to 6");
      call.with("rowPointers", new int[0]).refused(IndexOutOfBoundsException.class, "0 rows");
      assertEquals(null, call.with("columns", new int[] {0, 2, 0, 1, 2, 99, 2}).run());
    }
  }

  /** Every pair of arrays of one type, as overlapping ranges of one array. */
  private static void refusesOverlap(Call call) {
    for (Argument a : call.arguments) {
      for (Argument b : call.arguments) {
        if (a == b
            || !a.isArray()
            || !b.isArray()
            || a.value.getClass() != b.value.getClass()
            || a.value instanceof int[]
            || a.name.compareTo(b.name) > 0) {
          continue;
        }
        int length = Math.max(Array.getLength(a.value), Array.getLength(b.value)) + 4;
        Object shared = Array.newInstance(a.value.getClass().componentType(), length);
        int offset = a.offset == -1 ? -1 : PAD;
        int shifted = b.offset == -1 ? -1 : PAD + 1;
        Call bad = call.with(a.name, shared, offset).with(b.name, shared, shifted);
        boolean inPlace = a.name.equals("gradient") || b.name.equals("gradient");
        boolean allowed =
            call.mayOverlap.contains(a.name + " " + b.name)
                || call.mayOverlap.contains(b.name + " " + a.name);
        if (!allowed) {
          bad.refused(IllegalArgumentException.class, a.name, b.name, "overlap");
        } else if (inPlace) {
          bad.refused(IllegalArgumentException.class, "overlap", "unless they are the same");
          assertEquals(null, bad.with(b.name, shared, offset).run());
        } else {
          assertEquals(null, bad.run(), call.kernel + " " + a.name + " " + b.name);
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> emptyCallsAreGood() {
    return eachCall(
        call -> {
          for (String count : List.of("length", "rows", "rowCount")) {
            if (call.has(count) && !call.arguments.get(call.index(count)).isArray()) {
              assertEquals(null, call.with(count, 0).run());
            }
          }
        });
  }
}
