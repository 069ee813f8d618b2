package org.gradcore.testing;

import static org.gradcore.testing.Slot.at;

import java.util.Arrays;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.TargetRange;

/** Generated calls of the linear models' kernels. */
public final class FloatLinearCalls {
  private static final int LIST = 1;
  private static final int INTERCEPT = 2;
  private static final int WEIGHTS = 4;
  private static final int GRADIENT = 8;
  private static final int LOSS_SHIFT = 4;

  private FloatLinearCalls() {}

  /** Whether the kernel takes rows of a matrix. */
  public static boolean takes(Kernel kernel) {
    return kernel.family() == Kernel.Family.LINEAR && kernel != Kernel.FINISH_GRADIENT;
  }

  /** Whether the kernel has several outputs per row. */
  public static boolean softmax(Kernel kernel) {
    return switch (kernel) {
      case DENSE_LOGITS, DENSE_SOFTMAX, CSR_LOGITS, CSR_SOFTMAX -> true;
      default -> false;
    };
  }

  private static boolean sparse(Kernel kernel) {
    return switch (kernel) {
      case CSR_MARGINS, CSR_LOSS, CSR_LOGITS, CSR_SOFTMAX -> true;
      default -> false;
    };
  }

  /** Number of combinations of row list or range, intercept, weights, gradient and loss. */
  public static int variants(Kernel kernel) {
    return switch (kernel) {
      case DENSE_LOSS, CSR_LOSS -> 64;
      case DENSE_SOFTMAX, CSR_SOFTMAX -> 16;
      default -> 4;
    };
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
      this.intercept = (variant & INTERCEPT) != 0 ? 1 : 0;
      if (sparse(kernel)) {
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
          (variant & LIST) != 0 ? arguments.indices("rows", g.indices(rowCount, totalRows)) : null;
    }

    private static int rowLength(int features, FloatGenerator g) {
      int dice = g.below(5);
      return dice == 0 ? 0 : dice == 1 ? features : g.below(features + 1);
    }

    int row(int position) {
      return rows == null ? firstRow + position : rows.pristine()[rows.offset() + position];
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
    return switch (kernel) {
      case DENSE_MARGINS, CSR_MARGINS -> margins(kernel, rowCount, features, variant, g);
      case DENSE_LOSS, CSR_LOSS -> loss(kernel, rowCount, features, variant, g);
      case DENSE_LOGITS, CSR_LOGITS -> logits(kernel, rowCount, features, classes, variant, g);
      case DENSE_SOFTMAX, CSR_SOFTMAX -> softmax(kernel, rowCount, features, classes, variant, g);
      default -> throw new IllegalArgumentException(kernel.id() + " takes no rows");
    };
  }

  private static FloatCall margins(
      Kernel kernel, int rowCount, int features, int variant, FloatGenerator g) {
    Data d = new Data(kernel, rowCount, features, variant, g);
    FloatSlot param = d.arguments.input("param", g.values(features + d.intercept));
    FloatSlot out = d.arguments.output("out", rowCount);
    boolean sparse = sparse(kernel);
    return new FloatCall(
        kernel,
        d.label(variant, g),
        d.arguments.slots(),
        rowCount,
        1,
        0,
        (k, m, from, count, carry) -> {
          if (sparse) {
            k.linear()
                .csrMargins(
                    m.get(d.rowPointers),
                    m.get(d.columns),
                    m.get(d.values),
                    features,
                    m.get(d.rows),
                    at(d.rows, from),
                    d.firstRow + from,
                    count,
                    m.get(param),
                    at(param, 0),
                    d.intercept,
                    m.get(out),
                    at(out, from));
          } else {
            k.linear()
                .denseMargins(
                    m.get(d.x),
                    at(d.x, 0),
                    features,
                    m.get(d.rows),
                    at(d.rows, from),
                    d.firstRow + from,
                    count,
                    m.get(param),
                    at(param, 0),
                    d.intercept,
                    m.get(out),
                    at(out, from));
          }
          return carry;
        });
  }

  private static FloatCall loss(
      Kernel kernel, int rowCount, int features, int variant, FloatGenerator g) {
    Data d = new Data(kernel, rowCount, features, variant, g);
    int loss = variant >> LOSS_SHIFT;
    FloatSlot target =
        d.arguments.input(
            "target",
            g.targets(
                d.totalRows,
                loss < FloatLinearKernels.LOGISTIC
                    ? TargetRange.REAL
                    : loss == FloatLinearKernels.LOGISTIC
                        ? TargetRange.ZERO_TO_ONE
                        : TargetRange.SIGNED));
    FloatSlot weight =
        (variant & WEIGHTS) != 0 ? d.arguments.input("weight", g.positive(d.totalRows)) : null;
    FloatSlot param = d.arguments.input("param", g.values(features + d.intercept));
    Slot.Accumulators gradient =
        (variant & GRADIENT) != 0
            ? d.arguments.updatedAccumulators("gradient", g.accumulators(features + d.intercept))
            : null;
    FloatSlot work = d.arguments.scratch("work", FloatLinearKernels.workLength(features));
    boolean sparse = sparse(kernel);
    return new FloatCall(
        kernel,
        d.label(variant, g) + " loss=" + loss,
        d.arguments.slots(),
        rowCount,
        Blocks.ROW_BLOCK,
        g.carry(),
        (k, m, from, count, carry) ->
            sparse
                ? k.linear()
                    .csrLoss(
                        loss,
                        m.get(d.rowPointers),
                        m.get(d.columns),
                        m.get(d.values),
                        features,
                        m.get(d.rows),
                        at(d.rows, from),
                        d.firstRow + from,
                        count,
                        m.get(target),
                        at(target, 0),
                        m.get(weight),
                        at(weight, 0),
                        m.get(param),
                        at(param, 0),
                        d.intercept,
                        m.get(gradient),
                        at(gradient, 0),
                        m.get(work),
                        at(work, 0),
                        carry)
                : k.linear()
                    .denseLoss(
                        loss,
                        m.get(d.x),
                        at(d.x, 0),
                        features,
                        m.get(d.rows),
                        at(d.rows, from),
                        d.firstRow + from,
                        count,
                        m.get(target),
                        at(target, 0),
                        m.get(weight),
                        at(weight, 0),
                        m.get(param),
                        at(param, 0),
                        d.intercept,
                        m.get(gradient),
                        at(gradient, 0),
                        m.get(work),
                        at(work, 0),
                        carry));
  }

  private static FloatCall logits(
      Kernel kernel, int rowCount, int features, int classes, int variant, FloatGenerator g) {
    Data d = new Data(kernel, rowCount, features, variant, g);
    FloatSlot param = d.arguments.input("param", g.values(classes * (features + d.intercept)));
    FloatSlot out = d.arguments.output("out", rowCount * classes);
    FloatSlot work =
        d.arguments.scratch("work", FloatLinearKernels.softmaxWorkLength(features, classes));
    boolean sparse = sparse(kernel);
    return new FloatCall(
        kernel,
        d.label(variant, g) + " classes=" + classes,
        d.arguments.slots(),
        rowCount,
        1,
        0,
        (k, m, from, count, carry) -> {
          if (sparse) {
            k.linear()
                .csrLogits(
                    m.get(d.rowPointers),
                    m.get(d.columns),
                    m.get(d.values),
                    features,
                    m.get(d.rows),
                    at(d.rows, from),
                    d.firstRow + from,
                    count,
                    m.get(param),
                    at(param, 0),
                    classes,
                    d.intercept,
                    m.get(out),
                    at(out, from * classes),
                    m.get(work),
                    at(work, 0));
          } else {
            k.linear()
                .denseLogits(
                    m.get(d.x),
                    at(d.x, 0),
                    features,
                    m.get(d.rows),
                    at(d.rows, from),
                    d.firstRow + from,
                    count,
                    m.get(param),
                    at(param, 0),
                    classes,
                    d.intercept,
                    m.get(out),
                    at(out, from * classes),
                    m.get(work),
                    at(work, 0));
          }
          return carry;
        });
  }

  private static FloatCall softmax(
      Kernel kernel, int rowCount, int features, int classes, int variant, FloatGenerator g) {
    Data d = new Data(kernel, rowCount, features, variant, g);
    Slot.Indices target = d.arguments.indices("target", g.indices(d.totalRows, classes));
    FloatSlot weight =
        (variant & WEIGHTS) != 0 ? d.arguments.input("weight", g.positive(d.totalRows)) : null;
    int parameters = classes * (features + d.intercept);
    FloatSlot param = d.arguments.input("param", g.values(parameters));
    Slot.Accumulators gradient =
        (variant & GRADIENT) != 0
            ? d.arguments.updatedAccumulators("gradient", g.accumulators(parameters))
            : null;
    FloatSlot work =
        d.arguments.scratch("work", FloatLinearKernels.softmaxWorkLength(features, classes));
    boolean sparse = sparse(kernel);
    return new FloatCall(
        kernel,
        d.label(variant, g) + " classes=" + classes,
        d.arguments.slots(),
        rowCount,
        Blocks.ROW_BLOCK,
        g.carry(),
        (k, m, from, count, carry) ->
            sparse
                ? k.linear()
                    .csrSoftmax(
                        m.get(d.rowPointers),
                        m.get(d.columns),
                        m.get(d.values),
                        features,
                        m.get(d.rows),
                        at(d.rows, from),
                        d.firstRow + from,
                        count,
                        m.get(target),
                        at(target, 0),
                        m.get(weight),
                        at(weight, 0),
                        m.get(param),
                        at(param, 0),
                        classes,
                        d.intercept,
                        m.get(gradient),
                        at(gradient, 0),
                        m.get(work),
                        at(work, 0),
                        carry)
                : k.linear()
                    .denseSoftmax(
                        m.get(d.x),
                        at(d.x, 0),
                        features,
                        m.get(d.rows),
                        at(d.rows, from),
                        d.firstRow + from,
                        count,
                        m.get(target),
                        at(target, 0),
                        m.get(weight),
                        at(weight, 0),
                        m.get(param),
                        at(param, 0),
                        classes,
                        d.intercept,
                        m.get(gradient),
                        at(gradient, 0),
                        m.get(work),
                        at(work, 0),
                        carry));
  }
}
