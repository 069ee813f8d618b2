package org.gradcore.testing;

import static org.gradcore.testing.Slot.at;

import java.util.List;
import org.gradcore.kernel.Blocks;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.MapRule;
import org.gradcore.kernel.PointLossRule;
import org.gradcore.kernel.ReductionRule;
import org.gradcore.kernel.RuleScalar;
import org.gradcore.kernel.StepRule;

/** Generated calls of the kernels that run over plain arrays. */
public final class FloatCalls {
  private FloatCalls() {}

  /** Number of combinations of flags, absent arrays and switched-off terms of a kernel. */
  public static int variants(Kernel kernel) {
    if (kernel.family() == Kernel.Family.OPTIMIZERS) {
      return 2 * StepRule.of(kernel).variants();
    }
    if (kernel.family() == Kernel.Family.POINT_LOSSES) {
      return 12 << PointLossRule.of(kernel).flags().size();
    }
    if (kernel.family() == Kernel.Family.ELEMENTARY) {
      return MapRule.of(kernel).updates() ? 1 : 2;
    }
    if (kernel.family() == Kernel.Family.REDUCTIONS) {
      return 1;
    }
    return switch (kernel) {
      case SOFTMAX_CROSS_ENTROPY -> 12;
      case FINISH_GRADIENT -> 2;
      default -> throw new IllegalArgumentException(kernel.id() + ": see FloatLinearCalls");
    };
  }

  /**
   * A call of a kernel over plain arrays.
   *
   * @param length elements; rows for softmax
   * @param variant from 0 to {@code variants(kernel) - 1}
   */
  public static FloatCall create(Kernel kernel, int length, int variant, FloatGenerator g) {
    if (kernel.family() == Kernel.Family.OPTIMIZERS) {
      return step(kernel, length, variant, g);
    }
    if (kernel.family() == Kernel.Family.POINT_LOSSES) {
      return pointLoss(kernel, length, variant, g);
    }
    if (kernel.family() == Kernel.Family.ELEMENTARY) {
      return map(kernel, length, variant == 1, g);
    }
    if (kernel.family() == Kernel.Family.REDUCTIONS) {
      return reduction(kernel, length, g);
    }
    return switch (kernel) {
      case SOFTMAX_CROSS_ENTROPY -> softmax(length, classes(length, g), variant, g);
      case FINISH_GRADIENT -> finishGradient(length, variant, g);
      default -> throw new IllegalArgumentException(kernel.id() + ": see FloatLinearCalls");
    };
  }

  /** A number of classes for so many rows that keeps the call small. */
  private static int classes(int rows, FloatGenerator g) {
    return rows > 512
        ? g.pick(1, 2, 3, 5, 10)
        : g.pick(1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 26, 31, 32, 33, 63, 64, 65, 100);
  }

  private static String label(int length, int variant, FloatGenerator g) {
    return "n=" + length + " variant=" + variant + " values=" + g.style();
  }

  static float[] scalars(List<RuleScalar> scalars, FloatGenerator g) {
    float[] values = new float[scalars.size()];
    for (int i = 0; i < values.length; i++) {
      RuleScalar scalar = scalars.get(i);
      boolean zero = scalar.least() == 0 && g.below(8) == 0;
      values[i] = zero ? 0 : g.number(scalar.least(), scalar.most());
    }
    return values;
  }

  private static FloatCall step(Kernel kernel, int n, int variant, FloatGenerator g) {
    StepRule rule = StepRule.of(kernel);
    FloatArguments a = new FloatArguments(g);
    FloatSlot param = a.updated("param", g.values(n));
    FloatSlot gradient = a.input("gradient", g.values(n));
    int flags = variant >> 2;
    FloatSlot[] states = new FloatSlot[rule.states().size()];
    for (int i = 0; i < states.length; i++) {
      StepRule.State state = rule.states().get(i);
      if (state.in(flags)) {
        states[i] = a.updated(state.name(), state.nonNegative() ? g.positive(n) : g.values(n));
      }
    }
    float weightDecay = (variant & 1) != 0 ? g.number(0.001, 0.5) : 0;
    boolean maximize = (variant & 2) != 0;
    float[] scalars = scalars(rule.scalars(), g);

    PerThread<FloatStep> calls =
        new PerThread<>(
            () -> {
              FloatStep call = new FloatStep(kernel, n).maximize(maximize).flags(flags);
              for (int i = 0; i < scalars.length; i++) {
                call.scalar(i, scalars[i]);
              }
              return call.weightDecay(weightDecay);
            });
    return new FloatCall(
        kernel,
        label(n, variant, g),
        a.slots(),
        n,
        1,
        0,
        (k, m, from, count, carry) -> {
          FloatStep call = calls.get();
          call.param(m.get(param), param.offset()).gradient(m.get(gradient), gradient.offset());
          for (int i = 0; i < states.length; i++) {
            if (states[i] != null) {
              call.state(i, m.get(states[i]), states[i].offset());
            }
          }
          k.step(kernel).step(call, from, count);
          return carry;
        });
  }

  private static FloatCall pointLoss(Kernel kernel, int n, int variant, FloatGenerator g) {
    PointLossRule rule = PointLossRule.of(kernel);
    FloatArguments a = new FloatArguments(g);
    int gradientKind = variant / 4 % 3;
    int flags = variant / 12;
    float[] values = g.values(n);
    FloatSlot prediction =
        gradientKind == 2 ? a.updated("prediction", values) : a.input("prediction", values);
    FloatSlot target = a.input("target", g.targets(n, rule.targets(flags)));
    FloatSlot weight = (variant & 1) != 0 ? a.input("weight", g.positive(n)) : null;
    FloatSlot losses = (variant & 2) != 0 ? a.output("loss", n) : null;
    FloatSlot gradient =
        switch (gradientKind) {
          case 0 -> null;
          case 1 -> a.output("gradient", n);
          default -> prediction;
        };
    float gradientScale = g.below(3) == 0 ? 1 : g.number(0, 2);
    float[] scalars = scalars(rule.scalars(), g);

    PerThread<FloatPointLoss> calls =
        new PerThread<>(
            () -> {
              FloatPointLoss call = new FloatPointLoss(kernel).length(n).flags(flags);
              for (int i = 0; i < scalars.length; i++) {
                call.scalar(i, scalars[i]);
              }
              return call.gradientScale(gradientScale);
            });
    return new FloatCall(
        kernel,
        label(n, variant, g),
        a.slots(),
        n,
        Blocks.REDUCTION_BLOCK,
        g.carry(),
        (k, m, from, count, carry) -> {
          FloatPointLoss call = calls.get();
          call.prediction(m.get(prediction), at(prediction, 0));
          call.target(m.get(target), at(target, 0)).weight(m.get(weight), at(weight, 0));
          call.loss(m.get(losses), at(losses, 0)).gradient(m.get(gradient), at(gradient, 0));
          return k.pointLoss(kernel).evaluate(call, from, count, carry);
        });
  }

  /** Softmax cross-entropy of a given number of classes. */
  public static FloatCall softmax(int rows, int classes, int variant, FloatGenerator g) {
    FloatArguments a = new FloatArguments(g);
    int gradientKind = variant / 4;
    float[] values = g.values(rows * classes);
    FloatSlot logits = gradientKind == 2 ? a.updated("logits", values) : a.input("logits", values);
    Slot.Indices target = a.indices("target", g.indices(rows, classes));
    FloatSlot weight = (variant & 1) != 0 ? a.input("weight", g.positive(rows)) : null;
    FloatSlot losses = (variant & 2) != 0 ? a.output("loss", rows) : null;
    FloatSlot gradient =
        switch (gradientKind) {
          case 0 -> null;
          case 1 -> a.output("gradient", rows * classes);
          default -> logits;
        };
    float gradientScale = g.below(3) == 0 ? 1 : g.number(0, 2);

    PerThread<FloatRowLoss> calls =
        new PerThread<>(
            () ->
                new FloatRowLoss(Kernel.SOFTMAX_CROSS_ENTROPY)
                    .length(rows)
                    .classes(classes)
                    .gradientScale(gradientScale));
    return new FloatCall(
        Kernel.SOFTMAX_CROSS_ENTROPY,
        label(rows, variant, g) + " classes=" + classes,
        a.slots(),
        rows,
        Blocks.REDUCTION_BLOCK,
        g.carry(),
        (k, m, from, count, carry) -> {
          FloatRowLoss call = calls.get();
          call.prediction(m.get(logits), at(logits, 0));
          call.target(m.get(target), at(target, 0)).weight(m.get(weight), at(weight, 0));
          call.loss(m.get(losses), at(losses, 0)).gradient(m.get(gradient), at(gradient, 0));
          return k.rowLoss(Kernel.SOFTMAX_CROSS_ENTROPY).evaluate(call, from, count, carry);
        });
  }

  private static FloatCall finishGradient(int n, int variant, FloatGenerator g) {
    FloatArguments a = new FloatArguments(g);
    Slot.Accumulators gradient = a.inputAccumulators("gradient", g.accumulators(n));
    FloatSlot param = a.input("param", g.values(n));
    FloatSlot out = a.output("out", n);
    double scale = g.flag() ? 1 : 1.0 / (1 + g.below(1000));
    double l2 = variant == 0 ? 0 : 1.0 / (1 + g.below(1000));
    PerThread<FloatLinear> calls =
        new PerThread<>(
            () -> new FloatLinear(Kernel.FINISH_GRADIENT).rows(null, 0, 0, n).finish(scale, l2));
    return new FloatCall(
        Kernel.FINISH_GRADIENT,
        label(n, variant, g),
        a.slots(),
        n,
        1,
        0,
        (k, m, from, count, carry) -> {
          FloatLinear call = calls.get().gradient(m.get(gradient), gradient.offset());
          call.param(m.get(param), param.offset()).out(m.get(out), out.offset());
          return k.linear(Kernel.FINISH_GRADIENT).run(call, from, count, carry);
        });
  }

  private static FloatCall reduction(Kernel kernel, int n, FloatGenerator g) {
    FloatArguments a = new FloatArguments(g);
    FloatSlot x = a.input("x", g.values(n));
    FloatSlot y = ReductionRule.of(kernel).binary() ? a.input("y", g.values(n)) : null;
    return new FloatCall(
        kernel,
        label(n, 0, g),
        a.slots(),
        n,
        kernel == Kernel.ABS_MAX ? 1 : Blocks.REDUCTION_BLOCK,
        kernel == Kernel.ABS_MAX ? (float) Math.abs(g.carry()) : g.carry(),
        (k, m, from, count, carry) ->
            k.reduction(kernel).reduce(m.get(x), at(x, from), m.get(y), at(y, from), count, carry));
  }

  private static FloatCall map(Kernel kernel, int n, boolean inPlace, FloatGenerator g) {
    FloatArguments a = new FloatArguments(g);
    MapRule rule = MapRule.of(kernel);
    float[] values = g.values(n);
    if (rule.nonNegative() && g.flag()) {
      for (int i = 0; i < n; i++) {
        values[i] = Math.abs(values[i]);
      }
    }
    FloatSlot x = inPlace ? a.updated("x", values) : a.input("x", values);
    FloatSlot y = inPlace ? x : rule.updates() ? a.updated("y", g.values(n)) : a.output("y", n);
    float alpha = g.values(1)[0];
    return new FloatCall(
        kernel,
        label(n, inPlace ? 1 : 0, g) + " alpha=" + alpha,
        a.slots(),
        n,
        1,
        0,
        (k, m, from, count, carry) -> {
          k.map(kernel).map(alpha, m.get(x), at(x, from), m.get(y), at(y, from), count);
          return carry;
        });
  }
}
