package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The functions of {@link org.gradcore.kernel.scalar.FloatMath} lane by lane: the same bits, hence
 * the same errors and special values.
 *
 * <p>C2 inlines no further methods of ours into a caller that has grown to 18,000 nodes (its
 * constant NodeCountInliningCutoff), and a vector passed to a method that is not inlined is boxed.
 * Hence a function is one method or calls its helper first, and a kernel should call these
 * functions before its other work, exp first.
 */
public final class VectorFloatMath {
  private static final float INVERSE_LN2 = 1.442695f;
  // LN2_HIGH has so few bits that its product with an exponent is exact.
  private static final float LN2_HIGH = 0.69313812f;
  private static final float LN2_LOW = 9.0580006e-6f;

  // Vectors make fewer nodes than scalar operands but are loaded in every iteration.
  private static final FloatVector NAN = broadcast(Float.NaN);
  private static final FloatVector INFINITY = broadcast(Float.POSITIVE_INFINITY);
  private static final FloatVector MINUS_INFINITY = broadcast(Float.NEGATIVE_INFINITY);
  private static final IntVector SIGN = IntVector.broadcast(Lanes.INT, 0x80000000);

  private VectorFloatMath() {}

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(Lanes.FLOAT, value);
  }

  /** {@code e^x}. */
  public static FloatVector exp(FloatVector x) {
    FloatVector y = expInRange(x);
    y = y.blend(Float.POSITIVE_INFINITY, x.compare(GT, 89.0f));
    return y.blend(0.0f, x.compare(LT, -104.0f));
  }

  /** {@code e^x} for {@code x <= 0}. */
  public static FloatVector expOfNegative(FloatVector x) {
    FloatVector y = expInRange(x);
    return y.blend(0.0f, x.compare(LT, -104.0f));
  }

  /** {@code e^x} where it is neither infinite nor 0, anything elsewhere. */
  private static FloatVector expInRange(FloatVector x) {
    // Adding 1.5 * 2^23 rounds to an integer n; the rest makes the low bits n + 2 * bias.
    FloatVector round = FloatVector.broadcast(Lanes.FLOAT, 0x1.8p23f + 254.0f);
    FloatVector shifted = x.lanewise(FMA, INVERSE_LN2, round);
    FloatVector n = shifted.sub(round);
    FloatVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2_HIGH, x));
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1.0f);
    FloatVector p =
        r.lanewise(FMA, 0.0013814621f, 0.008368745f)
            .lanewise(FMA, r, 0.04166839f)
            .lanewise(FMA, r, 0.16666521f)
            .lanewise(FMA, r, 0.49999994f)
            .fma(r, one)
            .fma(r, one);
    // 2^n in two factors, so that neither over- nor underflows and only the last product rounds.
    IntVector biased = shifted.reinterpretAsInts();
    IntVector half = biased.lanewise(LSHR, 1);
    return p.mul(half.lanewise(LSHL, 23).reinterpretAsFloats())
        .mul(biased.sub(half).lanewise(LSHL, 23).reinterpretAsFloats());
  }

  /** Natural logarithm. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(LT, Float.MIN_NORMAL);
    // The exponent of x / 0.75, so that the significand lies in [0.75, 1.5).
    IntVector shifted = x.blend(x.mul(0x1p23f), small).reinterpretAsInts().add(0x00400000);
    FloatVector bias =
        FloatVector.broadcast(Lanes.FLOAT, 0x1p23f + 127.0f).blend(0x1p23f + 150.0f, small);
    FloatVector k = shifted.lanewise(LSHR, 23).or(0x4b000000).reinterpretAsFloats().sub(bias);
    FloatVector f = shifted.and(0x007fffff).add(0x3f400000).reinterpretAsFloats().sub(1.0f);
    FloatVector g =
        f.lanewise(FMA, -0.04490994f, 0.10448366f)
            .lanewise(FMA, f, -0.13162237f)
            .lanewise(FMA, f, 0.14482057f)
            .lanewise(FMA, f, -0.16647767f)
            .lanewise(FMA, f, 0.19990607f)
            .lanewise(FMA, f, -0.25000054f)
            .lanewise(FMA, f, 0.33333454f)
            .lanewise(FMA, f, -0.5f);
    FloatVector tail = f.mul(f).fma(g, k.mul(LN2_LOW));
    FloatVector y = k.lanewise(FMA, LN2_HIGH, f.add(tail));
    return NAN.blend(MINUS_INFINITY, x.compare(EQ, 0.0f))
        .blend(y, x.compare(GT, 0.0f))
        .blend(x, x.compare(EQ, INFINITY));
  }

  /** {@code log(1 + x)}. */
  public static FloatVector log1p(FloatVector x) {
    IntVector shifted = x.add(1.0f).reinterpretAsInts().add(0x00400000);
    // 4 * 2^-k is normal for every k; f = (1 + x) 2^-k - 1 is rounded once, and not if k = 0.
    FloatVector scale = SIGN.sub(shifted.and(0xff800000)).reinterpretAsFloats();
    FloatVector f = x.mul(0.25f).fma(scale, scale.lanewise(FMA, 0.25f, -1.0f));
    FloatVector k =
        shifted.lanewise(LSHR, 23).or(0x4b000000).reinterpretAsFloats().sub(0x1p23f + 127.0f);
    FloatVector g =
        f.lanewise(FMA, -0.04490994f, 0.10448366f)
            .lanewise(FMA, f, -0.13162237f)
            .lanewise(FMA, f, 0.14482057f)
            .lanewise(FMA, f, -0.16647767f)
            .lanewise(FMA, f, 0.19990607f)
            .lanewise(FMA, f, -0.25000054f)
            .lanewise(FMA, f, 0.33333454f)
            .lanewise(FMA, f, -0.5f);
    FloatVector tail = f.mul(f).fma(g, k.mul(LN2_LOW));
    FloatVector y = k.lanewise(FMA, LN2_HIGH, f.add(tail));
    y = y.blend(x, x.abs().compare(LT, 0x1p-30f));
    return NAN.blend(MINUS_INFINITY, x.compare(EQ, -1.0f))
        .blend(y, x.compare(GT, -1.0f))
        .blend(x, x.compare(EQ, INFINITY));
  }

  /** Hyperbolic tangent. */
  public static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector near = nearTanh(a);
    a = a.blend(10.0f, a.compare(GT, 10.0f));
    a = a.add(a);
    FloatVector round = FloatVector.broadcast(Lanes.FLOAT, 0x1.8p23f + 127.0f);
    FloatVector shifted = a.lanewise(FMA, INVERSE_LN2, round);
    FloatVector n = shifted.sub(round);
    FloatVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2_HIGH, a));
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1.0f);
    FloatVector p =
        r.lanewise(FMA, 0.0013814621f, 0.008368745f)
            .lanewise(FMA, r, 0.04166839f)
            .lanewise(FMA, r, 0.16666521f)
            .lanewise(FMA, r, 0.49999994f)
            .fma(r, one)
            .fma(r, one);
    FloatVector e = p.mul(shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats());
    FloatVector far = one.sub(FloatVector.broadcast(Lanes.FLOAT, 2.0f).div(e.add(one)));
    FloatVector y = far.blend(near, a.compare(LT, 1.125f));
    return y.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
  }

  /** Logistic sigmoid, {@code 1 / (1 + e^-x)}. */
  public static FloatVector sigmoid(FloatVector x) {
    // e^-|x| cannot overflow, and either quotient keeps its relative accuracy.
    FloatVector e = expOfNegative(x.abs().neg());
    return e.blend(1.0f, x.compare(GE, 0.0f)).div(e.add(1.0f));
  }

  /** {@code tanh(a)} for {@code 0 <= a <= 9/16}. */
  private static FloatVector nearTanh(FloatVector a) {
    FloatVector z = a.mul(a);
    FloatVector p =
        z.lanewise(FMA, -0.006179844f, 0.021007486f)
            .lanewise(FMA, z, -0.053837437f)
            .lanewise(FMA, z, 0.13332452f)
            .lanewise(FMA, z, -0.33333313f);
    return a.mul(z).fma(p, a);
  }
}
