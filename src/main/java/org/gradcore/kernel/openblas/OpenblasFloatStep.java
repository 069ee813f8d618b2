package org.gradcore.kernel.openblas;

import java.util.Objects;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.FloatStepKernel;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeFunction;

/** Optimizer steps in C++. */
public final class OpenblasFloatStep implements FloatStepKernel {
  private static final int MAXIMIZE = 1;

  private final int isa;
  private final FloatCrossings crossings;
  private final int rule;

  /**
   * The kernel of a rule, compiled for one instruction set.
   *
   * @param kernel the rule
   * @param isa number of an instruction set that this CPU has, as in {@code gradcore.h}
   * @param crossings how the library is called
   */
  public OpenblasFloatStep(Kernel kernel, int isa, FloatCrossings crossings) {
    this.isa = isa;
    this.crossings = crossings.ready(NativeFunction.STEP);
    this.rule = Objects.checkIndex(Native.STEP_RULES.indexOf(kernel.id()), Integer.MAX_VALUE);
  }

  @Override
  public void step(FloatStep call, int from, int count) {
    // Read once, then checked: another thread could set the call's arrays meanwhile.
    float[] param = call.param();
    int paramAt = first(param, call.paramOffset(), from, count);
    float[] gradient = call.gradient();
    int gradientAt = first(gradient, call.gradientOffset(), from, count);
    int flags = call.flags();
    float[] state0 = state(call, 0);
    int state0At = state0 == null ? 0 : first(state0, call.stateOffset(0), from, count);
    float[] state1 = state(call, 1);
    int state1At = state1 == null ? 0 : first(state1, call.stateOffset(1), from, count);
    float[] state2 = state(call, 2);
    int state2At = state2 == null ? 0 : first(state2, call.stateOffset(2), from, count);
    float[] state3 = state(call, 3);
    int state3At = state3 == null ? 0 : first(state3, call.stateOffset(3), from, count);
    FloatCrossing crossing = crossings.at(count);
    int n;
    for (int i = 0; i < count; i += n) {
      n = Math.min(Chunks.ELEMENTS, count - i);
      crossing.step(
          isa,
          rule,
          flags << 1 | (call.sign() < 0 ? MAXIMIZE : 0),
          param,
          paramAt + i,
          gradient,
          gradientAt + i,
          state0,
          state0At + i,
          state1,
          state1At + i,
          state2,
          state2At + i,
          state3,
          state3At + i,
          n,
          call.weightDecay(),
          call.scalar(0),
          call.scalar(1),
          call.scalar(2),
          call.scalar(3),
          call.scalar(4),
          call.scalar(5),
          call.scalar(6),
          call.scalar(7),
          call.scalar(8),
          call.scalar(9));
    }
  }

  private static float[] state(FloatStep call, int index) {
    return call.has(index) ? Objects.requireNonNull(call.state(index)) : null;
  }

  /** Where the part of an array begins, if all of it is there. */
  private static int first(float[] array, int offset, int from, int count) {
    return Objects.checkFromIndexSize(offset + from, count, array.length);
  }
}
