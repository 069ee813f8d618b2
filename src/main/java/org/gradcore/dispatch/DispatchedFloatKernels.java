package org.gradcore.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.measure.BareFloatKernels;
import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatLinearKernel;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatPointLossKernel;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatRowLossKernel;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.Kernel.Family;
import org.gradcore.kernel.MapRule;
import org.gradcore.kernel.Provider;
import org.gradcore.kernel.ReductionRule;

/**
 * The front of the kernels on float arrays: each checks the arguments of its calls and sends them
 * to the chosen backend.
 */
final class DispatchedFloatKernels {
  final Front<Step> steps;
  final Front<PointLoss> pointLosses;
  final Front<RowLoss> rowLosses;
  final Front<Linear> linears;
  final Front<Reduction> reductions;
  final Front<ElementMap> maps;

  /** All of them, as users see them. */
  final FloatKernels kernels;

  private final Kernels all;
  private final Map<Candidate, FloatKernels> bare = new ConcurrentHashMap<>();

  DispatchedFloatKernels(Kernels all) {
    this.all = all;
    steps = new Front<>(Family.OPTIMIZERS, k -> new Step(route(k, FloatKernels::steps)));
    pointLosses =
        new Front<>(Family.POINT_LOSSES, k -> new PointLoss(route(k, FloatKernels::pointLosses)));
    rowLosses = new Front<>(Family.ROW_LOSSES, k -> new RowLoss(route(k, FloatKernels::rowLosses)));
    linears = new Front<>(Family.LINEAR, k -> new Linear(k, route(k, FloatKernels::linears)));
    reductions =
        new Front<>(
            Family.REDUCTIONS,
            k -> new Reduction(ReductionRule.of(k).binary(), route(k, FloatKernels::reductions)));
    maps =
        new Front<>(
            Family.ELEMENTARY,
            k -> new ElementMap(MapRule.of(k).updates(), route(k, FloatKernels::maps)));
    kernels =
        new FloatKernels(
            steps::of, pointLosses::of, rowLosses::of, linears::of, reductions::of, maps::of);
  }

  private <K> Route<K> route(Kernel kernel, Function<FloatKernels, Provider<K>> family) {
    return new Route<>(
        all,
        kernel,
        float.class,
        candidate ->
            family.apply(bare.computeIfAbsent(candidate, BareFloatKernels::of)).of(kernel));
  }

  record Step(Route<FloatStepKernel> route) implements FloatStepKernel {
    @Override
    public void step(FloatStep call, int from, int count) {
      call.check(from, count);
      route.at(call.variant(), count).step(call, from, count);
    }
  }

  record PointLoss(Route<FloatPointLossKernel> route) implements FloatPointLossKernel {
    @Override
    public double evaluate(FloatPointLoss call, int from, int count, double carry) {
      call.check(from, count);
      return route.at(call.variant(), count).evaluate(call, from, count, carry);
    }
  }

  record RowLoss(Route<FloatRowLossKernel> route) implements FloatRowLossKernel {
    @Override
    public double evaluate(FloatRowLoss call, int from, int count, double carry) {
      call.check(from, count);
      return route
          .at(call.variant(), (long) count * call.classes())
          .evaluate(call, from, count, carry);
    }
  }

  record Linear(Kernel kernel, Route<FloatLinearKernel> route) implements FloatLinearKernel {
    @Override
    public double run(FloatLinear call, int from, int count, double carry) {
      if (call.kernel() != kernel) {
        throw new IllegalArgumentException(
            "a call of " + call.kernel().id() + " given to " + kernel.id());
      }
      call.check(from, count);
      FloatLinearKernel target = route.at(call.variant(), call.size(from, count));
      if (!call.form().sparse()) {
        return target.run(call, from, count, carry);
      }
      try {
        return target.run(call, from, count, carry);
      } catch (IndexOutOfBoundsException e) {
        throw call.badEntry(from, count, e);
      }
    }
  }

  /**
   * A reduction. C2 inlines what a call goes to where it sees few classes of it: so callers that
   * are always for the same kernel ask for the {@link #target} and make the call themselves.
   */
  record Reduction(boolean binary, Route<FloatReductionKernel> route)
      implements FloatReductionKernel {
    /** Checks the arguments of a call, and returns the kernel for it. */
    FloatReductionKernel target(float[] x, int xOffset, float[] y, int yOffset, int length) {
      FloatReductionKernel.check(binary, x, xOffset, y, yOffset, length);
      return route.at(0, length);
    }

    @Override
    public double reduce(float[] x, int xOffset, float[] y, int yOffset, int length, double carry) {
      return target(x, xOffset, y, yOffset, length).reduce(x, xOffset, y, yOffset, length, carry);
    }
  }

  /** A map, whose {@link #target} callers may ask for as for that of a {@link Reduction}. */
  record ElementMap(boolean updates, Route<FloatMapKernel> route) implements FloatMapKernel {
    /** Checks the arguments of a call, and returns the kernel for it. */
    FloatMapKernel target(float[] x, int xOffset, float[] y, int yOffset, int length) {
      FloatMapKernel.check(updates, x, xOffset, y, yOffset, length);
      return route.at(0, length);
    }

    @Override
    public void map(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
      target(x, xOffset, y, yOffset, length).map(alpha, x, xOffset, y, yOffset, length);
    }
  }
}
