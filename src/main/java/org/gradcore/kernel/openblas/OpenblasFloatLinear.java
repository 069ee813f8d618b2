package org.gradcore.kernel.openblas;

import java.util.Objects;
import java.util.stream.Stream;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.LinearForm;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeFunction;

/**
 * Linear models in C++: fused loops, whose results are bit-equal to the other backends, or for
 * dense data OpenBLAS, equal within a bound.
 */
public final class OpenblasFloatLinear implements FloatLinearKernel {
  private static final int LOSS = 1;
  private static final int SOFTMAX = 2;
  private static final int SPARSE = 4;
  private static final int BLAS = 8;

  private static final FloatPointLoss NO_LOSS = new FloatPointLoss();

  /** The number of each loss, by its kernel. */
  private static final int[] LOSSES =
      Stream.of(Kernel.values())
          .mapToInt(kernel -> Native.POINT_LOSS_RULES.indexOf(kernel.id()))
          .toArray();

  private final int isa;
  private final FloatCrossings crossings;
  private final LinearForm form;
  private final int code;

  private OpenblasFloatLinear(LinearForm form, int isa, boolean blas, FloatCrossings crossings) {
    this.isa = isa;
    this.crossings = crossings.ready(NativeFunction.LINEAR);
    this.form = form;
    code =
        (form.sparse() ? SPARSE : blas ? BLAS : 0)
            | (form.softmax() ? SOFTMAX : 0)
            | (form.loss() ? LOSS : 0);
  }

  /**
   * A kernel, compiled for one instruction set.
   *
   * @param kernel which one
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param blas whether dense kernels call OpenBLAS instead of the fused loops
   * @param crossings how the library is called
   * @return the kernel
   * @throws IllegalArgumentException if it is no kernel of linear models
   */
  public static FloatLinearKernel of(
      Kernel kernel, int isa, boolean blas, FloatCrossings crossings) {
    LinearForm form = LinearForm.of(kernel);
    if (form.rows()) {
      return new OpenblasFloatLinear(form, isa, blas, crossings);
    }
    FloatCrossings ready = crossings.ready(NativeFunction.FINISH_GRADIENT);
    return (call, from, count, carry) -> {
      finishGradient(isa, ready.at(count), call, from, count);
      return carry;
    };
  }

  @Override
  public double run(FloatLinear call, int from, int count, double carry) {
    // All is read once, then checked: another thread could set the call's arrays meanwhile.
    boolean sparse = form.sparse();
    int features = call.features();
    int intercept = call.intercept();
    int classes = form.softmax() ? call.classes() : 1;
    float[] values = call.values();
    int[] pointers = sparse ? call.rowPointers() : null;
    int[] columns = sparse ? call.columns() : null;
    int valuesOffset = sparse ? 0 : Indices.offset(call.valuesOffset(), values.length);
    int stored = sparse ? Math.min(columns.length, values.length) : 0;
    int rowLimit =
        sparse
            ? Indices.sparseRows(pointers)
            : Indices.denseRows(values.length, valuesOffset, features);
    float[] target = form.loss() && !form.softmax() ? call.target() : null;
    int[] classTarget = form.loss() && form.softmax() ? call.classTarget() : null;
    int targetOffset = call.targetOffset();
    float[] weight = form.loss() ? call.weight() : null;
    int weightOffset = call.weightOffset();
    if (form.loss()) {
      int targets = form.softmax() ? classTarget.length : target.length;
      rowLimit = Math.min(rowLimit, targets - Indices.offset(targetOffset, targets));
      if (weight != null) {
        int weights = weight.length;
        rowLimit = Math.min(rowLimit, weights - Indices.offset(weightOffset, weights));
      }
    }
    int[] rows = call.rows();
    int rowsOffset = call.rowsOffset() + from;
    int firstRow = call.firstRow() + from;
    if (rows == null) {
      Objects.checkFromIndexSize(firstRow, count, rowLimit);
    } else {
      Objects.checkFromIndexSize(rowsOffset, count, rows.length);
    }
    long parameters = (long) classes * ((long) features + intercept);
    float[] param = call.param();
    int paramOffset = Indices.range(param.length, call.paramOffset(), parameters);
    double[] gradient = form.loss() ? call.gradient() : null;
    int gradientOffset = call.gradientOffset();
    if (gradient != null) {
      Indices.range(gradient.length, gradientOffset, parameters);
    }
    float[] out = form.loss() ? null : call.out();
    int outOffset = form.loss() ? 0 : call.outOffset() + from * classes;
    if (out != null) {
      Indices.range(out.length, outOffset, (long) count * classes);
    }
    float[] work = form.loss() || form.softmax() ? call.work() : null;
    int workOffset = call.workOffset();
    if (work != null) {
      int needed =
          form.softmax()
              ? FloatLinear.softmaxWorkLength(features, classes)
              : FloatLinear.workLength(features);
      Indices.range(work.length, workOffset, needed);
    }
    FloatPointLoss loss = form.loss() && !form.softmax() ? call.loss() : NO_LOSS;
    int rule = loss == NO_LOSS ? 0 : LOSSES[loss.rule().kernel().ordinal()];
    int flags = loss.flags();
    int chunk = Chunks.denseRows(features, classes);
    FloatCrossing crossing = crossings.at(call.size(from, count));
    int n;
    for (int i = 0; i < count; i += n) {
      n =
          sparse
              ? Chunks.sparseRows(pointers, features, classes, rows, rowsOffset, firstRow, count, i)
              : Math.min(chunk, count - i);
      double result =
          crossing.linear(
              isa,
              code,
              values,
              valuesOffset,
              pointers,
              columns,
              stored,
              features,
              rows,
              rowsOffset + i,
              rowLimit,
              firstRow + i,
              n,
              target,
              targetOffset,
              classTarget,
              targetOffset,
              weight,
              weightOffset,
              rule,
              flags,
              loss.scalar(0),
              loss.scalar(1),
              loss.scalar(2),
              loss.scalar(3),
              param,
              paramOffset,
              classes,
              intercept,
              gradient,
              gradientOffset,
              out,
              outOffset + i * classes,
              work,
              workOffset,
              carry);
      Indices.checked(result);
      carry = form.loss() ? result : carry;
    }
    return carry;
  }

  private static void finishGradient(
      int isa, FloatCrossing crossing, FloatLinear call, int from, int count) {
    double[] sums = call.gradient();
    int sumsAt = Indices.range(sums.length, call.gradientOffset() + from, count);
    float[] param = call.param();
    int paramAt = Indices.range(param.length, call.paramOffset() + from, count);
    float[] out = call.out();
    int outAt = Indices.range(out.length, call.outOffset() + from, count);
    int n;
    for (int i = 0; i < count; i += n) {
      n = Math.min(Chunks.ELEMENTS, count - i);
      crossing.finishGradient(
          isa, sums, sumsAt + i, param, paramAt + i, out, outAt + i, n, call.scale(), call.l2());
    }
  }
}
