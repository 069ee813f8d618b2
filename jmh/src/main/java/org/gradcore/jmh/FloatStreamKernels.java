package org.gradcore.jmh;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.FloatKernels;
import org.gradcore.kernel.FloatLinear;
import org.gradcore.kernel.FloatMapKernel;
import org.gradcore.kernel.FloatPointLoss;
import org.gradcore.kernel.FloatReductionKernel;
import org.gradcore.kernel.FloatRowLoss;
import org.gradcore.kernel.FloatStep;
import org.gradcore.kernel.Kernel;
import org.gradcore.kernel.LinearForm;
import org.gradcore.kernel.MapRule;
import org.gradcore.kernel.ReductionRule;

/**
 * The stream limit: every call reads and writes the arrays that the kernel of its name must read
 * and write, each once, in the widest vectors, and computes nothing. No kernel can be much faster
 * on data that is larger than the caches.
 *
 * <p>The least is done that keeps C2 from removing it: what is only read is added up; arrays that
 * are updated in place move on by one, or have their sign flipped; where more is read than written,
 * one subtraction takes in the rest. The values stay as small as they are. Parameters and
 * accumulators of linear models are left out: they are small, and stay in the nearest cache.
 */
final class FloatStreamKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private double kept;

  private void read(float[] x, int offset, int length) {
    // Four sums: one alone would wait for its own last addition.
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= length - 4 * LANES; i += 4 * LANES) {
      a = a.add(load(x, offset + i));
      b = b.add(load(x, offset + i + LANES));
      c = c.add(load(x, offset + i + 2 * LANES));
      d = d.add(load(x, offset + i + 3 * LANES));
    }
    float tail = a.add(b).add(c.add(d)).lane(0);
    for (; i < length; i++) {
      tail += x[offset + i];
    }
    kept += tail;
  }

  private void read(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= length - 2 * LANES; i += 2 * LANES) {
      a = a.add(load(x, xOffset + i));
      b = b.add(load(y, yOffset + i));
      c = c.add(load(x, xOffset + i + LANES));
      d = d.add(load(y, yOffset + i + LANES));
    }
    float tail = a.add(b).add(c.add(d)).lane(0);
    for (; i < length; i++) {
      tail += x[xOffset + i] + y[yOffset + i];
    }
    kept += tail;
  }

  private void read(int[] x, int offset, int length) {
    kept += Streams.sum(x, offset, length);
  }

  private void readCsr(int[] rowPointers, int[] columns, float[] values, int rowCount) {
    read(rowPointers, 0, rowCount + 1);
    read(columns, 0, rowPointers[rowCount]);
    read(values, 0, rowPointers[rowCount]);
  }

  private static FloatVector load(float[] x, int index) {
    return FloatVector.fromArray(SPECIES, x, index);
  }

  private static void update(float[] x, int offset, int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      load(x, offset + i).neg().intoArray(x, offset + i);
    }
    for (; i < length; i++) {
      x[offset + i] = -x[offset + i];
    }
  }

  /** Reads g, and reads and writes a. */
  private static void update(float[] g, int gOffset, float[] a, int aOffset, int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      load(g, gOffset + i).sub(load(a, aOffset + i)).intoArray(a, aOffset + i);
    }
    for (; i < length; i++) {
      a[aOffset + i] = g[gOffset + i] - a[aOffset + i];
    }
  }

  /** Reads g, and reads and writes a and b. */
  private static void update(
      float[] g, int gOffset, float[] a, int aOffset, float[] b, int bOffset, int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      FloatVector last = load(g, gOffset + i).sub(load(a, aOffset + i));
      load(b, bOffset + i).intoArray(a, aOffset + i);
      last.intoArray(b, bOffset + i);
    }
    for (; i < length; i++) {
      float last = g[gOffset + i] - a[aOffset + i];
      a[aOffset + i] = b[bOffset + i];
      b[bOffset + i] = last;
    }
  }

  /** Reads g, and reads and writes a, b and c. */
  private static void update(
      float[] g,
      int gOffset,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      FloatVector last = load(g, gOffset + i).sub(load(a, aOffset + i));
      load(b, bOffset + i).intoArray(a, aOffset + i);
      load(c, cOffset + i).intoArray(b, bOffset + i);
      last.intoArray(c, cOffset + i);
    }
    for (; i < length; i++) {
      float last = g[gOffset + i] - a[aOffset + i];
      a[aOffset + i] = b[bOffset + i];
      b[bOffset + i] = c[cOffset + i];
      c[cOffset + i] = last;
    }
  }

  /** Reads g, and reads and writes a, b, c and d. */
  private static void update(
      float[] g,
      int gOffset,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      float[] d,
      int dOffset,
      int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      FloatVector last = load(g, gOffset + i).sub(load(a, aOffset + i));
      load(b, bOffset + i).intoArray(a, aOffset + i);
      load(c, cOffset + i).intoArray(b, bOffset + i);
      load(d, dOffset + i).intoArray(c, cOffset + i);
      last.intoArray(d, dOffset + i);
    }
    for (; i < length; i++) {
      float last = g[gOffset + i] - a[aOffset + i];
      a[aOffset + i] = b[bOffset + i];
      b[bOffset + i] = c[cOffset + i];
      c[cOffset + i] = d[dOffset + i];
      d[dOffset + i] = last;
    }
  }

  /** Reads g, and reads and writes a, b, c, d and e. */
  private static void update(
      float[] g,
      int gOffset,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      float[] d,
      int dOffset,
      float[] e,
      int eOffset,
      int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      FloatVector last = load(g, gOffset + i).sub(load(a, aOffset + i));
      load(b, bOffset + i).intoArray(a, aOffset + i);
      load(c, cOffset + i).intoArray(b, bOffset + i);
      load(d, dOffset + i).intoArray(c, cOffset + i);
      load(e, eOffset + i).intoArray(d, dOffset + i);
      last.intoArray(e, eOffset + i);
    }
    for (; i < length; i++) {
      float last = g[gOffset + i] - a[aOffset + i];
      a[aOffset + i] = b[bOffset + i];
      b[bOffset + i] = c[cOffset + i];
      c[cOffset + i] = d[dOffset + i];
      d[dOffset + i] = e[eOffset + i];
      e[eOffset + i] = last;
    }
  }

  private static void copy(float[] x, int xOffset, float[] y, int yOffset, int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      load(x, xOffset + i).intoArray(y, yOffset + i);
    }
    for (; i < length; i++) {
      y[yOffset + i] = x[xOffset + i];
    }
  }

  /** Reads x and y, and writes z. */
  private static void copy(
      float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset, int length) {
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      load(x, xOffset + i).sub(load(y, yOffset + i)).intoArray(z, zOffset + i);
    }
    for (; i < length; i++) {
      z[zOffset + i] = x[xOffset + i] - y[yOffset + i];
    }
  }

  private static void write(float[] y, int offset, int length) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      one.intoArray(y, offset + i);
    }
    for (; i < length; i++) {
      y[offset + i] = 1;
    }
  }

  /** The kernels that a workload calls. */
  FloatKernels kernels() {
    return new FloatKernels(
        kernel -> FloatStreamKernels::step,
        kernel -> this::pointLoss,
        kernel -> this::rowLoss,
        kernel -> this::linear,
        this::reduction,
        FloatStreamKernels::map);
  }

  private static void step(FloatStep call, int from, int count) {
    float[][] arrays = new float[1 + FloatStep.STATES][];
    int[] at = new int[arrays.length];
    arrays[0] = call.param();
    at[0] = call.paramOffset() + from;
    int n = 1;
    for (int i = 0; i < call.rule().states().size(); i++) {
      if (call.rule().has(i, call.flags())) {
        arrays[n] = call.state(i);
        at[n++] = call.stateOffset(i) + from;
      }
    }
    float[] g = call.gradient();
    int gAt = call.gradientOffset() + from;
    float[] a = arrays[0];
    float[] b = arrays[1];
    float[] c = arrays[2];
    float[] d = arrays[3];
    switch (n) {
      case 1 -> update(g, gAt, a, at[0], count);
      case 2 -> update(g, gAt, a, at[0], b, at[1], count);
      case 3 -> update(g, gAt, a, at[0], b, at[1], c, at[2], count);
      case 4 -> update(g, gAt, a, at[0], b, at[1], c, at[2], d, at[3], count);
      default -> update(g, gAt, a, at[0], b, at[1], c, at[2], d, at[3], arrays[4], at[4], count);
    }
  }

  private double pointLoss(FloatPointLoss call, int from, int count, double carry) {
    copy(
        call.prediction(),
        call.predictionOffset() + from,
        call.target(),
        call.targetOffset() + from,
        call.gradient(),
        call.gradientOffset() + from,
        count);
    return kept;
  }

  private double rowLoss(FloatRowLoss call, int from, int count, double carry) {
    int classes = call.classes();
    read(call.target(), call.targetOffset() + from, count);
    copy(
        call.prediction(),
        call.predictionOffset() + from * classes,
        call.gradient(),
        call.gradientOffset() + from * classes,
        count * classes);
    return kept;
  }

  private double linear(FloatLinear call, int from, int count, double carry) {
    LinearForm form = call.form();
    if (!form.rows()) {
      kept += Streams.sum(call.gradient(), call.gradientOffset() + from, count);
      copy(call.param(), call.paramOffset() + from, call.out(), call.outOffset() + from, count);
      return kept;
    }
    if (form.sparse()) {
      readCsr(call.rowPointers(), call.columns(), call.values(), count);
    } else {
      read(call.values(), call.valuesOffset(), count * call.features());
    }
    if (!form.loss()) {
      write(call.out(), call.outOffset(), count * call.classes());
    } else if (form.softmax()) {
      read(call.classTarget(), call.targetOffset(), count);
    } else {
      read(call.target(), call.targetOffset(), count);
    }
    return kept;
  }

  private FloatReductionKernel reduction(Kernel kernel) {
    boolean binary = ReductionRule.of(kernel).binary();
    return (x, xOffset, y, yOffset, length, carry) -> {
      if (binary) {
        read(x, xOffset, y, yOffset, length);
      } else {
        read(x, xOffset, length);
      }
      return kept;
    };
  }

  private static FloatMapKernel map(Kernel kernel) {
    boolean updates = MapRule.of(kernel).updates();
    return (alpha, x, xOffset, y, yOffset, length) -> {
      if (updates) {
        update(x, xOffset, y, yOffset, length);
      } else if (x == y) {
        update(x, xOffset, length);
      } else {
        copy(x, xOffset, y, yOffset, length);
      }
    };
  }
}
