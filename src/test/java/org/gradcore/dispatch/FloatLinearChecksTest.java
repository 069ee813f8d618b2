package org.gradcore.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.LinearForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every argument of every kernel of linear models, bad in every way: the right exception, which
 * names it, and no array touched. On every backend that is there: what columns hold is checked in
 * the kernels.
 */
class FloatLinearChecksTest {
  private static final int PAD = 3;
  private static final int ROWS = 5;
  private static final int FEATURES = 3;
  private static final int CLASSES = 2;
  private static final Set<String> WRITTEN = Set.of("out", "gradient", "work");
  private static final Set<String> OPTIONAL = Set.of("rows", "weight", "gradient");
  private static final Set<String> WHOLE = Set.of("rowPointers", "columns", "values");

  /** An array and where it begins. */
  private record Slice(Object array, int offset) {
    int length() {
      return Array.getLength(array);
    }
  }

  /** A good call, from which the bad ones are made: rows 4, 0 and 2 of five. */
  private static final class Call {
    final Kernels kernels;
    final Kernel kernel;
    final LinearForm form;
    final Map<String, Slice> arrays = new LinkedHashMap<>();
    int features = FEATURES;
    int firstRow;
    int rowCount = 3;

    Call(Kernels kernels, Kernel kernel) {
      this.kernels = kernels;
      this.kernel = kernel;
      form = LinearForm.of(kernel);
    }

    private Call(Call other) {
      this(other.kernels, other.kernel);
      arrays.putAll(other.arrays);
      features = other.features;
      firstRow = other.firstRow;
      rowCount = other.rowCount;
    }

    static Call good(Kernels kernels, Kernel kernel) {
      Call call = new Call(kernels, kernel);
      LinearForm form = call.form;
      int outputs = form.softmax() ? CLASSES : 1;
      int parameters = form.rows() ? outputs * (FEATURES + 1) : call.rowCount;
      if (form.sparse()) {
        call.arrays.put("rowPointers", new Slice(new int[] {0, 2, 2, 5, 6, 7}, 0));
        call.arrays.put("columns", new Slice(new int[] {0, 2, 0, 1, 2, 1, 2}, 0));
        call.arrays.put("values", new Slice(new float[7], 0));
      } else if (form.rows()) {
        call.floats("x", ROWS * FEATURES);
      }
      if (form.rows()) {
        call.ints("rows", 4, 0, 2);
      }
      call.floats("param", parameters);
      if (form.loss()) {
        call.floats("weight", ROWS);
        if (form.softmax()) {
          call.ints("target", 0, 9, 1, 9, 0);
          call.floats("work", FloatLinear.softmaxWorkLength(FEATURES, CLASSES));
        } else {
          call.floats("target", ROWS);
          call.floats("work", FloatLinear.workLength(FEATURES));
        }
      } else {
        call.floats("out", call.rowCount * outputs);
        if (form.softmax()) {
          call.floats("work", FloatLinear.softmaxWorkLength(FEATURES, CLASSES));
        }
      }
      if (form.loss() || !form.rows()) {
        call.arrays.put("gradient", new Slice(new double[PAD + parameters], PAD));
      }
      return call;
    }

    private void floats(String name, int needed) {
      arrays.put(name, new Slice(new float[PAD + needed], PAD));
    }

    private void ints(String name, int... values) {
      int[] padded = new int[PAD + values.length];
      System.arraycopy(values, 0, padded, PAD, values.length);
      arrays.put(name, new Slice(padded, PAD));
    }

    Call with(String name, Object array, int offset) {
      Call copy = new Call(this);
      copy.arrays.put(name, new Slice(array, offset));
      return copy;
    }

    Call with(String name, Object array) {
      return with(name, array, arrays.get(name).offset);
    }

    /** The range from a row on; the classes of its rows are good. */
    Call from(int row) {
      Call copy = with("rows", null, 0);
      copy.firstRow = row;
      return form.loss() && form.softmax()
          ? copy.with("target", new int[] {9, 9, 9, 0, 1, 0, 1, 0})
          : copy;
    }

    private <A> A array(String name, Class<A> type) {
      Slice slice = arrays.get(name);
      return slice != null && type.isInstance(slice.array) ? type.cast(slice.array) : null;
    }

    private int offset(String name) {
      return arrays.containsKey(name) ? arrays.get(name).offset : 0;
    }

    FloatLinear build() {
      FloatLinear call = new FloatLinear(kernel);
      if (form.sparse()) {
        int[] columns = array("columns", int[].class);
        call.csr(array("rowPointers", int[].class), columns, floats("values"), features);
      } else {
        call.dense(floats("x"), offset("x"), features);
      }
      call.rows(array("rows", int[].class), offset("rows"), firstRow, rowCount);
      if (form.rows()) {
        call.outputs(form.softmax() ? CLASSES : 1, true);
      }
      call.target(floats("target"), offset("target"));
      call.target(array("target", int[].class), offset("target"));
      call.weight(floats("weight"), offset("weight")).param(floats("param"), offset("param"));
      call.gradient(array("gradient", double[].class), offset("gradient"));
      call.loss(new FloatPointLoss(Kernel.LOGISTIC));
      call.out(floats("out"), offset("out")).work(floats("work"), offset("work"));
      return call;
    }

    private float[] floats(String name) {
      return array(name, float[].class);
    }

    /** Makes the call; returns what it threw. */
    Throwable run() {
      try {
        kernels.linear(build());
        return null;
      } catch (RuntimeException e) {
        return e;
      }
    }

    /** Throws, and has written nothing. */
    void refused(Class<? extends Throwable> type, String... parts) {
      refused(false, type, parts);
    }

    /** Throws, and has written at most to what it writes, within its range. */
    void endsEarly(Class<? extends Throwable> type, String... parts) {
      refused(true, type, parts);
    }

    private void refused(boolean early, Class<? extends Throwable> type, String... parts) {
      Map<String, Object> before = new LinkedHashMap<>();
      arrays.forEach((name, slice) -> before.put(name, copy(slice.array)));
      Throwable thrown = run();
      String what = this + " " + Arrays.toString(parts);
      assertNotNull(thrown, what);
      assertEquals(type, thrown.getClass(), what + ": " + thrown);
      for (String part : parts) {
        assertTrue(thrown.getMessage().contains(part), what + ": " + thrown.getMessage());
      }
      arrays.forEach(
          (name, slice) -> {
            Object after = copy(slice.array);
            if (early && WRITTEN.contains(name) && after != null) {
              int length = slice.length() - slice.offset;
              System.arraycopy(before.get(name), slice.offset, after, slice.offset, length);
            }
            assertTrue(
                Arrays.deepEquals(new Object[] {before.get(name)}, new Object[] {after}),
                what + " " + name + " was written");
          });
    }

    private static Object copy(Object array) {
      if (array == null) {
        return null;
      }
      Object copy = Array.newInstance(array.getClass().componentType(), Array.getLength(array));
      System.arraycopy(array, 0, copy, 0, Array.getLength(array));
      return copy;
    }

    @Override
    public String toString() {
      return kernel.id() + " on " + kernels.candidates(kernel);
    }
  }

  static Stream<Call> calls() {
    return Kernels.dispatched().availability().stream()
        .filter(Availability::available)
        .map(a -> Kernels.of(a.of()))
        .flatMap(
            kernels ->
                Stream.of(Kernel.values())
                    .filter(kernel -> kernel.family() == Kernel.Family.LINEAR)
                    .map(kernel -> Call.good(kernels, kernel)));
  }

  static Stream<Call> callsOfRows() {
    return calls().filter(call -> call.form.rows());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void goodCallsGoThrough(Call call) {
    assertNull(call.run());
    call.rowCount = 0;
    assertNull(call.run());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void badArraysAreRefused(Call call) {
    call.arrays.forEach(
        (name, slice) -> {
          boolean optional = OPTIONAL.contains(name) && call.form.rows();
          if (!optional) {
            call.with(name, null).refused(NullPointerException.class, name + " must not be null");
          } else if (!name.equals("rows")) {
            assertNull(call.with(name, null).run(), name);
          }
          if (WHOLE.contains(name)) {
            return;
          }
          call.with(name, slice.array, -1)
              .refused(IndexOutOfBoundsException.class, name + "Offset: -1");
          for (int offset : new int[] {PAD + 1, 1 << 20, Integer.MAX_VALUE}) {
            // One element too few of the matrix shows as a row that is not there.
            String named = name.equals("x") ? "" : name;
            call.with(name, slice.array, offset).refused(IndexOutOfBoundsException.class, named);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void badNumbersAreRefused(Call call) {
    for (int bad : new int[] {-1, Integer.MIN_VALUE}) {
      Call other = new Call(call);
      other.rowCount = bad;
      other.refused(IllegalArgumentException.class, "rowCount: " + bad);
      if (call.form.rows()) {
        Call negative = new Call(call);
        negative.features = bad;
        negative.refused(IllegalArgumentException.class, "features: " + bad);
      }
    }
    Call many = new Call(call);
    many.rowCount = Integer.MAX_VALUE;
    many.refused(IndexOutOfBoundsException.class, "2147483647");
    FloatLinear built = call.build();
    for (int bad : new int[] {0, -3}) {
      String text = "classes: " + bad;
      Throwable t =
          assertThrows(IllegalArgumentException.class, () -> built.outputs(bad, true), text);
      assertTrue(t.getMessage().contains(text), t.getMessage());
    }
    if (call.form.softmax()) {
      built.outputs(Integer.MAX_VALUE, true);
      assertThrows(IndexOutOfBoundsException.class, () -> call.kernels.linear(built));
    } else {
      assertThrows(IllegalArgumentException.class, () -> built.outputs(2, true));
    }
    if (call.form.loss() && !call.form.softmax()) {
      assertThrows(NullPointerException.class, () -> call.kernels.linear(call.build().loss(null)));
      FloatPointLoss own = new FloatPointLoss();
      assertThrows(NullPointerException.class, () -> call.kernels.linear(call.build().loss(own)));
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void badPartsAreRefused(Call call) {
    int[][] parts = {{-1, 1}, {0, -1}, {0, 4}, {1, 3}, {1, Integer.MAX_VALUE}};
    for (int[] part : parts) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () ->
              call.kernels
                  .floats()
                  .linears()
                  .of(call.kernel)
                  .run(call.build(), part[0], part[1], 0));
    }
  }

  @ParameterizedTest
  @MethodSource("callsOfRows")
  void badRowsAreRefused(Call call) {
    call.with("rows", new int[] {9, 9, 9, 4, -1, 2})
        .refused(IndexOutOfBoundsException.class, "rows: row -1 given at position 1");
    call.with("rows", new int[] {9, 9, 9, 4, 0, 5})
        .refused(IndexOutOfBoundsException.class, "row 5 given at position 2", "5 rows");
    assertNull(call.from(0).run());
    assertNull(call.from(2).run());
    call.from(3).refused(IndexOutOfBoundsException.class, "rows 3 to 5", "hold 5");
    call.from(-1).refused(IndexOutOfBoundsException.class, "firstRow: -1");
    call.from(Integer.MAX_VALUE).refused(IndexOutOfBoundsException.class, "2147483647");
  }

  /** What a call has once been checked for is not taken for good when it changes. */
  @ParameterizedTest
  @MethodSource("callsOfRows")
  void rowsThatChangeAreCheckedAgain(Call call) {
    FloatLinear built = call.build();
    call.kernels.linear(built);
    built.rows()[PAD + 1] = ROWS;
    assertThrows(IndexOutOfBoundsException.class, () -> call.kernels.linear(built));
    built.rows()[PAD + 1] = 0;
    call.kernels.linear(built);
    built.rows(built.rows(), PAD + 1, 0, 3);
    assertThrows(IndexOutOfBoundsException.class, () -> call.kernels.linear(built));
    built.rows(null, 0, 3, 3);
    assertThrows(IndexOutOfBoundsException.class, () -> call.kernels.linear(built));
  }

  @ParameterizedTest
  @MethodSource("callsOfRows")
  void badClassesAreRefused(Call call) {
    if (!call.form.loss() || !call.form.softmax()) {
      return;
    }
    int[] target = {9, 9, 9, 0, 0, 2, 0, 0};
    call.with("target", target)
        .refused(IndexOutOfBoundsException.class, "target: class 2 given for row 2", "0 to 1");
    target[5] = -1;
    call.with("target", target).refused(IndexOutOfBoundsException.class, "class -1");
    call.from(0).with("target", target).refused(IndexOutOfBoundsException.class, "class -1");
  }

  @ParameterizedTest
  @MethodSource("callsOfRows")
  void badEntriesEndTheCall(Call good) {
    if (!good.form.sparse()) {
      return;
    }
    for (Call call : List.of(good, good.from(0))) {
      // Row 1 is in no call, and row 3 neither in the list nor in the range of three.
      call.with("columns", new int[] {0, 2, 0, 3, 2, 1, 2})
          .endsEarly(
              IndexOutOfBoundsException.class, "columns: index 3 given at entry 3", "0 to 2");
      call.with("columns", new int[] {0, -7, 0, 1, 2, 1, 2})
          .endsEarly(IndexOutOfBoundsException.class, "columns: index -7 given at entry 1");
      call.with("rowPointers", new int[] {0, 2, 2, 1, 6, 7})
          .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 2");
      call.with("rowPointers", new int[] {-1, 2, 2, 5, 6, 7})
          .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 0");
      call.with("rowPointers", new int[] {0, 2, 2, Integer.MIN_VALUE, 6, 7})
          .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 2");
      call.with("rowPointers", new int[] {0, 2, 2, 8, 6, 7})
          .endsEarly(IndexOutOfBoundsException.class, "rowPointers", "for row 2", "0 to 7");
    }
    good.with("values", new float[6]).endsEarly(IndexOutOfBoundsException.class, "0 to 6");
    good.with("columns", new int[6]).endsEarly(IndexOutOfBoundsException.class, "0 to 6");
    good.with("rowPointers", new int[0]).refused(IndexOutOfBoundsException.class, "0 rows");
    assertNull(good.with("columns", new int[] {0, 2, 0, 1, 2, 99, 2}).run());
  }

  /** Every pair of arrays of one type, as overlapping ranges of one array. */
  @ParameterizedTest
  @MethodSource("calls")
  void overlapsAreRefused(Call call) {
    List<String> names = new ArrayList<>(call.arrays.keySet());
    for (String a : names) {
      for (String b : names.subList(names.indexOf(a) + 1, names.size())) {
        Slice x = call.arrays.get(a);
        Slice y = call.arrays.get(b);
        if (x.array.getClass() != y.array.getClass() || x.array instanceof int[]) {
          continue;
        }
        int length = Math.max(x.length(), y.length()) + 4;
        Object shared = Array.newInstance(x.array.getClass().componentType(), length);
        Call bad =
            call.with(a, shared, WHOLE.contains(a) ? 0 : PAD)
                .with(b, shared, WHOLE.contains(b) ? 0 : PAD + 1);
        boolean sums = !call.form.rows() && !a.equals("out") && !b.equals("out");
        if ((WRITTEN.contains(a) || WRITTEN.contains(b)) && !sums) {
          bad.refused(IllegalArgumentException.class, a, b, "overlap");
        } else {
          assertNull(bad.run(), call + " " + a + " " + b);
        }
      }
    }
  }

  @Test
  void callsOfOtherKernelsAreRefused() {
    Kernels kernels = Kernels.dispatched();
    Call dense = Call.good(kernels, Kernel.DENSE_LOSS);
    Throwable t =
        assertThrows(
            IllegalArgumentException.class,
            () -> kernels.floats().linears().of(Kernel.CSR_LOSS).run(dense.build(), 0, 3, 0));
    assertEquals("a call of denseLoss given to csrLoss", t.getMessage());
    t = assertThrows(IllegalArgumentException.class, () -> new FloatLinear(Kernel.SUM));
    assertEquals("sum is no kernel of linear models", t.getMessage());
    t =
        assertThrows(
            IllegalArgumentException.class, () -> kernels.floats().linears().of(Kernel.SUM));
    assertEquals("sum is no kernel of linear models", t.getMessage());
  }
}
