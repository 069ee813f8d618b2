package org.gradcore.jmh;

import static org.gradcore.jmh.FloatPlainKernels.logisticLoss;
import static org.gradcore.jmh.FloatPlainKernels.only;
import static org.gradcore.jmh.FloatPlainKernels.sigmoid;
import static org.gradcore.jmh.FloatPlainKernels.softmax;

import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.Kernel;

/** The plain Java loops of linear models, in the manner of {@link FloatPlainKernels}. */
final class FloatPlainLinears {
  private FloatPlainLinears() {}

  static FloatLinearKernel of(Kernel kernel) {
    return switch (kernel) {
      case DENSE_MARGINS, DENSE_LOGITS, CSR_MARGINS, CSR_LOGITS -> FloatPlainLinears::outputs;
      case DENSE_LOSS, CSR_LOSS -> FloatPlainLinears::loss;
      case DENSE_SOFTMAX, CSR_SOFTMAX -> FloatPlainLinears::softmaxLoss;
      default -> FloatPlainLinears::finishGradient;
    };
  }

  private static void onlyAllRows(FloatLinear call) {
    only(call.rows() == null && call.firstRow() == 0 && call.paramOffset() == 0, "all rows");
  }

  private static void onlyTraining(FloatLinear call) {
    onlyAllRows(call);
    only(
        call.weight() == null
            && call.intercept() == 1
            && call.gradient() != null
            && call.gradientOffset() == 0
            && (call.form().softmax() || call.loss().rule().kernel() == Kernel.LOGISTIC),
        "logistic and softmax regression with intercepts");
  }

  /** The output of a class, or the only one, for a row. */
  private static float output(FloatLinear call, int row, int k) {
    return call.form().sparse() ? sparse(call, row, k) : dense(call, row, k);
  }

  private static float dense(FloatLinear call, int row, int k) {
    float[] x = call.values();
    float[] param = call.param();
    int features = call.features();
    float z = call.intercept() == 0 ? 0 : param[call.classes() * features + k];
    int base = call.valuesOffset() + row * features;
    for (int j = 0; j < features; j++) {
      z += x[base + j] * param[k * features + j];
    }
    return z;
  }

  private static float sparse(FloatLinear call, int row, int k) {
    int[] columns = call.columns();
    float[] values = call.values();
    float[] param = call.param();
    int features = call.features();
    float z = call.intercept() == 0 ? 0 : param[call.classes() * features + k];
    for (int e = call.rowPointers()[row]; e < call.rowPointers()[row + 1]; e++) {
      z += values[e] * param[k * features + columns[e]];
    }
    return z;
  }

  /** Adds r times a row to the gradient of a class, or of the only output. */
  private static void add(FloatLinear call, int row, int k, float r) {
    if (call.form().sparse()) {
      addSparse(call, row, k, r);
    } else {
      addDense(call, row, k, r);
    }
    call.gradient()[call.classes() * call.features() + k] += r;
  }

  private static void addDense(FloatLinear call, int row, int k, float r) {
    float[] x = call.values();
    double[] gradient = call.gradient();
    int features = call.features();
    int base = call.valuesOffset() + row * features;
    for (int j = 0; j < features; j++) {
      gradient[k * features + j] += r * x[base + j];
    }
  }

  private static void addSparse(FloatLinear call, int row, int k, float r) {
    int[] columns = call.columns();
    float[] values = call.values();
    double[] gradient = call.gradient();
    int features = call.features();
    for (int e = call.rowPointers()[row]; e < call.rowPointers()[row + 1]; e++) {
      gradient[k * features + columns[e]] += r * values[e];
    }
  }

  private static double outputs(FloatLinear call, int from, int count, double carry) {
    onlyAllRows(call);
    int classes = call.classes();
    for (int i = from; i < from + count; i++) {
      for (int k = 0; k < classes; k++) {
        call.out()[call.outOffset() + i * classes + k] = output(call, i, k);
      }
    }
    return carry;
  }

  private static double loss(FloatLinear call, int from, int count, double carry) {
    onlyTraining(call);
    double sum = carry;
    for (int i = from; i < from + count; i++) {
      float z = output(call, i, 0);
      float y = call.target()[call.targetOffset() + i];
      sum += logisticLoss(z, y);
      add(call, i, 0, sigmoid(z) - y);
    }
    return sum;
  }

  private static double softmaxLoss(FloatLinear call, int from, int count, double carry) {
    onlyTraining(call);
    float[] z = call.work();
    int at = call.workOffset();
    double sum = carry;
    for (int i = from; i < from + count; i++) {
      int y = call.classTarget()[call.targetOffset() + i];
      for (int k = 0; k < call.classes(); k++) {
        z[at + k] = output(call, i, k);
      }
      sum += softmax(z, at, z, at, call.classes(), y);
      z[at + y] -= 1;
      for (int k = 0; k < call.classes(); k++) {
        add(call, i, k, z[at + k]);
      }
    }
    return sum;
  }

  private static double finishGradient(FloatLinear call, int from, int count, double carry) {
    double[] sums = call.gradient();
    float[] param = call.param();
    float[] out = call.out();
    double scale = call.scale();
    double l2 = call.l2();
    for (int j = from; j < from + count; j++) {
      out[call.outOffset() + j] =
          (float) (sums[call.gradientOffset() + j] * scale + l2 * param[call.paramOffset() + j]);
    }
    return carry;
  }
}
