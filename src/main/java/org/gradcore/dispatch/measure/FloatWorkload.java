package org.gradcore.dispatch.measure;

import static org.gradcore.dispatch.measure.Variants.bit;

import java.util.Arrays;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatLossCall;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.LinearForm;
import org.gradcore.kernel.MapRule;
import org.gradcore.kernel.PointLossRule;
import org.gradcore.kernel.ReductionRule;
import org.gradcore.kernel.TargetRange;

/**
 * Calls on float arrays. The same kernel, variant and shape give the same values; they stay put
 * when a call is repeated: none runs to 0 or away.
 */
public final class FloatWorkload implements Workload {
  private final Kernel kernel;
  private final int variant;
  private final Shape shape;
  private final int n;
  private final int features;
  private final int classes;

  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final float[] d;
  private final float[] e;
  private final float[] f;
  private final FloatStep step;
  private final FloatPointLoss pointLoss;
  private final FloatRowLoss rowLoss;
  private final FloatLinear model;
  private final float[] param;
  private final float[] work;
  private final double[] sums;
  private final int[] rows;
  private final int[] labels;
  private final int[] rowPointers;
  private final int[] columns;

  /** What the last call returned: it is kept, so that no call can be compiled away. */
  private double result;

  FloatWorkload(Kernel kernel, int variant, Shape shape) {
    this.kernel = kernel;
    this.variant = variant;
    this.shape = shape;
    n = shape.rows();
    features = shape.features();
    classes = shape.classes();
    boolean softmax = classes > 1 || kernel == Kernel.SOFTMAX_CROSS_ENTROPY;
    boolean linear = kernel.family() == Kernel.Family.LINEAR && kernel != Kernel.FINISH_GRADIENT;
    boolean sparse = shape.stored() > 0;
    int perRow = sparse ? shape.stored() : linear ? features : Math.max(1, classes);
    int outputs = Math.max(1, classes);
    a = values(n * perRow);
    b = linear ? values(n) : values(n * outputs);
    boolean two =
        kernel.family() == Kernel.Family.REDUCTIONS || kernel.family() == Kernel.Family.ELEMENTARY;
    c = two ? null : values(n * outputs);
    d = two ? null : values(n);
    e = two || linear ? null : values(n);
    f = kernel.family() == Kernel.Family.OPTIMIZERS ? values(n) : null;
    param = values(outputs * (features + 1));
    sums = new double[kernel == Kernel.FINISH_GRADIENT ? n : outputs * (features + 1)];
    work = linear ? new float[workLength(softmax)] : null;
    rows = new int[linear ? n : 0];
    labels = new int[softmax ? n : 0];
    rowPointers = new int[sparse ? n + 1 : 0];
    columns = new int[sparse ? n * perRow : 0];
    Arrays.setAll(rows, i -> n - 1 - i);
    Arrays.setAll(labels, i -> i % outputs);
    Arrays.setAll(rowPointers, i -> i * perRow);
    for (int i = 0; i < columns.length; i++) {
      int stride = Math.max(1, features / perRow);
      columns[i] = Math.min(features - 1, i % perRow * stride + i % 7 % stride);
    }
    if (kernel.family() == Kernel.Family.ELEMENTARY && MapRule.of(kernel).nonNegative()) {
      absolute(a);
    }
    if (kernel.family() == Kernel.Family.OPTIMIZERS) {
      // No second moment is negative, nor less than the square of its mean: all are the same.
      absolute(c);
      absolute(d);
      absolute(e);
      absolute(f);
    }
    step = kernel.family() == Kernel.Family.OPTIMIZERS ? step() : null;
    pointLoss = kernel.family() == Kernel.Family.POINT_LOSSES ? pointLoss() : null;
    rowLoss = kernel.family() == Kernel.Family.ROW_LOSSES ? rowLoss() : null;
    model = kernel.family() == Kernel.Family.LINEAR ? model() : null;
  }

  private FloatStep step() {
    FloatStep call = new FloatStep(kernel, n).param(a, 0).gradient(b, 0).flags(variant >> 1);
    float[][] states = {c, d, e, f};
    for (int i = 0; i < call.rule().states().size(); i++) {
      call.state(i, states[i], 0);
    }
    for (int i = 0; i < call.rule().scalars().size(); i++) {
      call.scalar(i, (float) call.rule().scalars().get(i).steady());
    }
    return call.weightDecay(bit(variant, 0) ? 1e-6f : 0);
  }

  private FloatPointLoss pointLoss() {
    FloatPointLoss call = numbers(new FloatPointLoss(kernel).flags(variant >> 3)).target(b, 0);
    outputs(call);
    targets(call.rule().targets(call.flags()));
    return call;
  }

  private static FloatPointLoss numbers(FloatPointLoss call) {
    for (int i = 0; i < call.rule().scalars().size(); i++) {
      call.scalar(i, (float) call.rule().scalars().get(i).steady());
    }
    return call;
  }

  private FloatRowLoss rowLoss() {
    FloatRowLoss call = new FloatRowLoss(kernel).classes(classes).target(labels, 0);
    outputs(call);
    return call;
  }

  /** Sets what all losses have. */
  private void outputs(FloatLossCall<?> call) {
    call.length(n).prediction(a, 0).weight(bit(variant, 0) ? d : null, 0);
    call.loss(bit(variant, 1) ? e : null, 0).gradient(bit(variant, 2) ? c : null, 0);
  }

  /** Makes b what the targets of a loss are. */
  private void targets(TargetRange range) {
    for (int i = 0; i < n; i++) {
      switch (range) {
        case REAL -> {}
        case ZERO_TO_ONE -> b[i] = b[i] > 0 ? 1 : 0;
        case SIGNED -> b[i] = b[i] > 0 ? 1 : -1;
      }
    }
  }

  private FloatLinear model() {
    FloatLinear call = new FloatLinear(kernel);
    LinearForm form = call.form();
    if (!form.rows()) {
      boolean penalty = (variant & LinearForm.PENALTY) != 0;
      call.gradient(sums, 0).param(a, 0).out(c, 0).finish(0.5, penalty ? 1e-3 : 0);
      return call.rows(null, 0, 0, n);
    }
    if (form.sparse()) {
      call.csr(rowPointers, columns, a, features);
    } else {
      call.dense(a, 0, features);
    }
    call.rows((variant & LinearForm.LIST) != 0 ? rows : null, 0, 0, n);
    call.outputs(Math.max(1, classes), (variant & LinearForm.INTERCEPT) != 0);
    call.param(param, 0).work(work, 0).out(c, 0);
    call.weight((variant & LinearForm.WEIGHT) != 0 ? d : null, 0);
    call.gradient((variant & LinearForm.GRADIENT) != 0 ? sums : null, 0);
    if (form.softmax()) {
      return call.target(labels, 0);
    }
    if (form.loss()) {
      int number = variant >> LinearForm.LOSS_SHIFT;
      PointLossRule rule = PointLossRule.numbered(number);
      FloatPointLoss loss = new FloatPointLoss(rule.kernel()).flags(number - rule.number(0));
      targets(rule.targets(loss.flags()));
      call.loss(numbers(loss)).target(b, 0);
    }
    return call;
  }

  private int workLength(boolean softmax) {
    return softmax
        ? FloatLinear.softmaxWorkLength(features, classes)
        : FloatLinear.workLength(features);
  }

  /** Scattered between -1 and 1, none smaller than 1/512. */
  private static float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      int hash = (i + 1) * 0x9E3779B9;
      values[i] = ((hash >> 23) * 2 + 1) * (1f / 512);
    }
    return values;
  }

  private static void absolute(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
  }

  @Override
  public Runnable on(Candidate candidate) {
    return on(BareFloatKernels.of(candidate));
  }

  @Override
  public Runnable on(Candidate candidate, Crossing crossing) {
    return on(BareFloatKernels.of(candidate, crossing));
  }

  /**
   * One call, on any kernels.
   *
   * @param kernels the kernels
   * @return what makes one call
   */
  public Runnable on(FloatKernels kernels) {
    return switch (kernel.family()) {
      case OPTIMIZERS -> {
        FloatStepKernel rule = kernels.steps().of(kernel);
        yield () -> rule.step(step, 0, n);
      }
      case POINT_LOSSES -> {
        FloatPointLossKernel rule = kernels.pointLosses().of(kernel);
        yield () -> result = rule.evaluate(pointLoss, 0, n, 0);
      }
      case ROW_LOSSES -> {
        FloatRowLossKernel loss = kernels.rowLosses().of(kernel);
        yield () -> result = loss.evaluate(rowLoss, 0, n, 0);
      }
      case ELEMENTARY -> onMap(kernels.maps().of(kernel), MapRule.of(kernel));
      case REDUCTIONS -> onReduction(kernels.reductions().of(kernel), ReductionRule.of(kernel));
      case LINEAR -> {
        FloatLinearKernel linear = kernels.linears().of(kernel);
        yield () -> result = linear.run(model, 0, n, 0);
      }
    };
  }

  private Runnable onMap(FloatMapKernel map, MapRule rule) {
    float alpha = (float) rule.steadyAlpha();
    float[] y = rule.inPlace() ? a : b;
    return () -> map.map(alpha, a, 0, y, 0, n);
  }

  private Runnable onReduction(FloatReductionKernel reduction, ReductionRule rule) {
    float[] y = rule.binary() ? b : null;
    return () -> result = reduction.reduce(a, 0, y, 0, n, 0);
  }

  /**
   * The arrays that kernels read and write, work space excepted: two workloads of the same kernel,
   * variant and shape hold the same values after the same calls.
   *
   * @return the arrays; one that the kernel does not have is null
   */
  public float[][] arrays() {
    return new float[][] {a, b, c, d, e, f};
  }

  /**
   * The parameters of linear kernels: the weights output by output, then the intercepts.
   *
   * @return the array itself
   */
  public float[] parameters() {
    return param;
  }

  @Override
  public Kernel kernel() {
    return kernel;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int[] labels() {
    return labels;
  }

  @Override
  public double[] sums() {
    return sums;
  }

  @Override
  public double result() {
    return result;
  }
}
