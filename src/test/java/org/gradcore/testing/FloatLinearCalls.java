package org.gradcore.testing;

import static org.gradcore.testing.Slot.at;

import java.util.Arrays;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.LinearForm;
import org.gradcore.kernel.PointLossRule;

/** Generated calls of the linear models' kernels. */
public final class FloatLinearCalls {
  private FloatLinearCalls() {}

  /** Whether the kernel takes rows of a matrix. */
  public static boolean takes(Kernel kernel) {
    return kernel.family() == Kernel.Family.LINEAR && LinearForm.of(kernel).rows();
  }

  /** Whether the kernel has several outputs per row. */
  public static boolean softmax(Kernel kernel) {
    return LinearForm.of(kernel).softmax();
  }

  /** Number of combinations of row list or range, intercept, weights, gradient and loss. */
  public static int variants(Kernel kernel) {
    return LinearForm.of(kernel).variants();
  }

  /** The arguments that all these kernels share. */
  static final class Data {
    final FloatArguments arguments;
    final Kernel kernel;
    final int features;
    final int rowCount;
    final int totalRows;
    final int firstRow;
    final int intercept;
    final FloatSlot x;
    final Slot.Indices rowPointers;
    final Slot.Indices columns;
    final FloatSlot values;
    final Slot.Indices rows;

    Data(Kernel kernel, int rowCount, int features, int variant, FloatGenerator g) {
      this.arguments = new FloatArguments(g);
      this.kernel = kernel;
      this.features = features;
      this.rowCount = rowCount;
      this.firstRow = g.pick(0, 1, 5);
      this.totalRows = firstRow + rowCount + g.pick(1, 2);
      this.intercept = (variant & LinearForm.INTERCEPT) != 0 ? 1 : 0;
      if (LinearForm.of(kernel).sparse()) {
        int[] pointers = new int[totalRows + 1];
        int[] entries = new int[totalRows * features];
        int count = 0;
        for (int i = 0; i < totalRows; i++) {
          int length = rowLength(features, g);
          int left = length;
          for (int column = 0; column < features && left > 0; column++) {
            if (g.below(features - column) < left) {
              entries[count++] = column;
              left--;
            }
          }
          pointers[i + 1] = count;
        }
        this.x = null;
        this.rowPointers = arguments.indicesFromZero("rowPointers", pointers);
        this.columns = arguments.indicesFromZero("columns", Arrays.copyOf(entries, count));
        this.values = arguments.inputFromZero("values", g.values(count));
      } else {
        this.x = arguments.input("x", g.values(totalRows * features));
        this.rowPointers = null;
        this.columns = null;
        this.values = null;
      }
      this.rows =
          (variant & LinearForm.LIST) != 0
              ? arguments.indices("rows", g.indices(rowCount, totalRows))
              : null;
    }

    private static int rowLength(int features, FloatGenerator g) {
      int dice = g.below(5);
      return dice == 0 ? 0 : dice == 1 ? features : g.below(features + 1);
    }

    /** Sets the data and the rows of a call. */
    FloatLinear set(FloatLinear call, Memory m) {
      if (x != null) {
        call.dense(m.get(x), x.offset(), features);
      } else {
        call.csr(m.get(rowPointers), m.get(columns), m.get(values), features);
      }
      return call.rows(m.get(rows), at(rows, 0), firstRow, rowCount);
    }

    String label(int variant, FloatGenerator g) {
      return String.format(
          "rows=%d features=%d variant=%d (%s, intercept %d) values=%s",
          rowCount,
          features,
          variant,
          rows == null ? "from " + firstRow : "list",
          intercept,
          g.style());
    }
  }

  /**
   * A call over rows.
   *
   * @param classes number of classes; 1 for kernels with one output
   * @param variant from 0 to {@code variants(kernel) - 1}
   */
  public static FloatCall create(
      Kernel kernel, int rowCount, int features, int classes, int variant, FloatGenerator g) {
    LinearForm form = LinearForm.of(kernel);
    Data d = new Data(kernel, rowCount, features, variant, g);
    FloatArguments a = d.arguments;
    boolean oneLoss = form.loss() && !form.softmax();
    int number = variant >> LinearForm.LOSS_SHIFT;
    PointLossRule rule = oneLoss ? PointLossRule.numbered(number) : null;
    int flags = oneLoss ? number - rule.number(0) : 0;
    boolean weighted = (variant & LinearForm.WEIGHT) != 0;
    FloatSlot target =
        oneLoss ? a.input("target", g.targets(d.totalRows, rule.targets(flags))) : null;
    float[] scalars = oneLoss ? FloatCalls.scalars(rule.scalars(), g) : new float[0];
    Slot.Indices classTarget =
        form.loss() && form.softmax() ? a.indices("target", g.indices(d.totalRows, classes)) : null;
    FloatSlot weight = weighted ? a.input("weight", g.positive(d.totalRows)) : null;
    int parameters = classes * (features + d.intercept);
    FloatSlot param = a.input("param", g.values(parameters));
    Slot.Accumulators gradient =
        (variant & LinearForm.GRADIENT) != 0
            ? a.updatedAccumulators("gradient", g.accumulators(parameters))
            : null;
    FloatSlot out = form.loss() ? null : a.output("out", rowCount * classes);
    int workLength =
        form.softmax()
            ? FloatLinear.softmaxWorkLength(features, classes)
            : form.loss() ? FloatLinear.workLength(features) : 0;
    FloatSlot work = workLength == 0 ? null : a.scratch("work", workLength);
    PerThread<FloatLinear> calls =
        new PerThread<>(
            () -> {
              FloatLinear call = new FloatLinear(kernel).outputs(classes, d.intercept != 0);
              return oneLoss ? call.loss(loss(rule, flags, scalars)) : call;
            });
    return new FloatCall(
        kernel,
        d.label(variant, g) + " classes=" + classes + " loss=" + rule + " flags=" + flags,
        a.slots(),
        rowCount,
        form.loss() ? Blocks.ROW_BLOCK : 1,
        form.loss() ? g.carry() : 0,
        (k, m, from, count, carry) -> {
          FloatLinear call = d.set(calls.get(), m);
          call.target(m.get(target), at(target, 0)).weight(m.get(weight), at(weight, 0));
          if (classTarget != null) {
            call.target(m.get(classTarget), classTarget.offset());
          }
          call.param(m.get(param), param.offset()).gradient(m.get(gradient), at(gradient, 0));
          call.out(m.get(out), at(out, 0)).work(m.get(work), at(work, 0));
          return k.linear(kernel).run(call, from, count, carry);
        });
  }

  private static FloatPointLoss loss(PointLossRule rule, int flags, float[] scalars) {
    FloatPointLoss loss = new FloatPointLoss(rule.kernel()).flags(flags);
    for (int i = 0; i < scalars.length; i++) {
      loss.scalar(i, scalars[i]);
    }
    return loss;
  }
}
