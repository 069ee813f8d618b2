package org.gradcore.kernel.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;

/**
 * The functions of {@link org.gradcore.kernel.scalar.DoubleMath} lane by lane: the same bits, hence
 * the same errors and special values.
 *
 * <p>C2 inlines no further methods of ours into a caller that has grown to 18,000 nodes (its
 * constant NodeCountInliningCutoff), and a vector passed to a method that is not inlined is boxed.
 * Hence a function is one method or calls its helper first, and a kernel should call these
 * functions before its other work, exp first.
 */
public final class VectorDoubleMath {
  private static final double INVERSE_LN2 = 1.4426950408889634;
  // LN2_HIGH has so few bits that its product with an exponent is exact.
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877e-10;

  // Vectors make fewer nodes than scalar operands but are loaded in every iteration.
  private static final DoubleVector NAN = broadcast(Double.NaN);
  private static final DoubleVector INFINITY = broadcast(Double.POSITIVE_INFINITY);
  private static final DoubleVector MINUS_INFINITY = broadcast(Double.NEGATIVE_INFINITY);
  private static final LongVector SIGN = LongVector.broadcast(Lanes.LONG, 0x8000000000000000L);

  private VectorDoubleMath() {}

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(Lanes.DOUBLE, value);
  }

  /** {@code e^x}. */
  public static DoubleVector exp(DoubleVector x) {
    DoubleVector y = expInRange(x);
    y = y.blend(Double.POSITIVE_INFINITY, x.compare(GT, 710.0));
    return y.blend(0.0, x.compare(LT, -746.0));
  }

  /** {@code e^x} for {@code x <= 0}. */
  public static DoubleVector expOfNegative(DoubleVector x) {
    DoubleVector y = expInRange(x);
    return y.blend(0.0, x.compare(LT, -746.0));
  }

  /** {@code e^x} where it is neither infinite nor 0, anything elsewhere. */
  private static DoubleVector expInRange(DoubleVector x) {
    // Adding 1.5 * 2^52 rounds to an integer n; the rest makes the low bits n + 2 * bias.
    DoubleVector round = DoubleVector.broadcast(Lanes.DOUBLE, 0x1.8p52 + 2046.0);
    DoubleVector shifted = x.lanewise(FMA, INVERSE_LN2, round);
    DoubleVector n = shifted.sub(round);
    DoubleVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2_HIGH, x));
    DoubleVector one = DoubleVector.broadcast(Lanes.DOUBLE, 1.0);
    DoubleVector p =
        r.lanewise(FMA, 2.500001120812371e-8, 2.7630306292627637e-7)
            .lanewise(FMA, r, 2.7557586826456074e-6)
            .lanewise(FMA, r, 2.4801492949463016e-5)
            .lanewise(FMA, r, 1.9841269505750853e-4)
            .lanewise(FMA, r, 0.001388888894376021)
            .lanewise(FMA, r, 0.008333333333494987)
            .lanewise(FMA, r, 0.041666666666529725)
            .lanewise(FMA, r, 0.1666666666666641)
            .lanewise(FMA, r, 0.5000000000000011)
            .fma(r, one)
            .fma(r, one);
    // 2^n in two factors, so that neither over- nor underflows and only the last product rounds.
    LongVector biased = shifted.reinterpretAsLongs();
    LongVector half = biased.lanewise(LSHR, 1);
    return p.mul(half.lanewise(LSHL, 52).reinterpretAsDoubles())
        .mul(biased.sub(half).lanewise(LSHL, 52).reinterpretAsDoubles());
  }

  /** Natural logarithm. */
  public static DoubleVector log(DoubleVector x) {
    VectorMask<Double> small = x.compare(LT, Double.MIN_NORMAL);
    // The exponent of x / 0.75, so that the significand lies in [0.75, 1.5).
    LongVector shifted =
        x.blend(x.mul(0x1p52), small).reinterpretAsLongs().add(0x0008000000000000L);
    DoubleVector bias =
        DoubleVector.broadcast(Lanes.DOUBLE, 0x1p52 + 1023.0).blend(0x1p52 + 1075.0, small);
    DoubleVector k =
        shifted.lanewise(LSHR, 52).or(0x4330000000000000L).reinterpretAsDoubles().sub(bias);
    DoubleVector f =
        shifted.and(0x000fffffffffffffL).add(0x3fe8000000000000L).reinterpretAsDoubles().sub(1.0);
    DoubleVector s = f.div(f.add(2.0));
    DoubleVector z = s.mul(s);
    DoubleVector p =
        z.lanewise(FMA, 0.13844275316965665, 0.1317341230768287)
            .lanewise(FMA, z, 0.15391123411388996)
            .lanewise(FMA, z, 0.18181665510836717)
            .lanewise(FMA, z, 0.2222222430287569)
            .lanewise(FMA, z, 0.2857142855576767)
            .lanewise(FMA, z, 0.4000000000005695)
            .lanewise(FMA, z, 0.666666666666666);
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector tail = s.fma(z.fma(p, half), k.lanewise(FMA, LN2_LOW, half.neg()));
    DoubleVector y = k.lanewise(FMA, LN2_HIGH, f.add(tail));
    return NAN.blend(MINUS_INFINITY, x.compare(EQ, 0.0))
        .blend(y, x.compare(GT, 0.0))
        .blend(x, x.compare(EQ, INFINITY));
  }

  /** {@code log(1 + x)}. */
  public static DoubleVector log1p(DoubleVector x) {
    LongVector shifted = x.add(1.0).reinterpretAsLongs().add(0x0008000000000000L);
    // 4 * 2^-k is normal for every k; f = (1 + x) 2^-k - 1 is rounded once, and not if k = 0.
    DoubleVector scale = SIGN.sub(shifted.and(0xfff0000000000000L)).reinterpretAsDoubles();
    DoubleVector f = x.mul(0.25).fma(scale, scale.lanewise(FMA, 0.25, -1.0));
    DoubleVector k =
        shifted
            .lanewise(LSHR, 52)
            .or(0x4330000000000000L)
            .reinterpretAsDoubles()
            .sub(0x1p52 + 1023.0);
    DoubleVector s = f.div(f.add(2.0));
    DoubleVector z = s.mul(s);
    DoubleVector p =
        z.lanewise(FMA, 0.13844275316965665, 0.1317341230768287)
            .lanewise(FMA, z, 0.15391123411388996)
            .lanewise(FMA, z, 0.18181665510836717)
            .lanewise(FMA, z, 0.2222222430287569)
            .lanewise(FMA, z, 0.2857142855576767)
            .lanewise(FMA, z, 0.4000000000005695)
            .lanewise(FMA, z, 0.666666666666666);
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector tail = s.fma(z.fma(p, half), k.lanewise(FMA, LN2_LOW, half.neg()));
    DoubleVector y = k.lanewise(FMA, LN2_HIGH, f.add(tail));
    y = y.blend(x, x.abs().compare(LT, 0x1p-60));
    return NAN.blend(MINUS_INFINITY, x.compare(EQ, -1.0))
        .blend(y, x.compare(GT, -1.0))
        .blend(x, x.compare(EQ, INFINITY));
  }

  /** Hyperbolic tangent. */
  public static DoubleVector tanh(DoubleVector x) {
    DoubleVector a = x.abs();
    DoubleVector near = nearTanh(a);
    a = a.blend(20.0, a.compare(GT, 20.0));
    a = a.add(a);
    DoubleVector round = DoubleVector.broadcast(Lanes.DOUBLE, 0x1.8p52 + 1023.0);
    DoubleVector shifted = a.lanewise(FMA, INVERSE_LN2, round);
    DoubleVector n = shifted.sub(round);
    DoubleVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2_HIGH, a));
    DoubleVector one = DoubleVector.broadcast(Lanes.DOUBLE, 1.0);
    DoubleVector p =
        r.lanewise(FMA, 2.500001120812371e-8, 2.7630306292627637e-7)
            .lanewise(FMA, r, 2.7557586826456074e-6)
            .lanewise(FMA, r, 2.4801492949463016e-5)
            .lanewise(FMA, r, 1.9841269505750853e-4)
            .lanewise(FMA, r, 0.001388888894376021)
            .lanewise(FMA, r, 0.008333333333494987)
            .lanewise(FMA, r, 0.041666666666529725)
            .lanewise(FMA, r, 0.1666666666666641)
            .lanewise(FMA, r, 0.5000000000000011)
            .fma(r, one)
            .fma(r, one);
    DoubleVector e = p.mul(shifted.reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles());
    DoubleVector far = one.sub(DoubleVector.broadcast(Lanes.DOUBLE, 2.0).div(e.add(one)));
    DoubleVector y = far.blend(near, a.compare(LT, 1.125));
    return y.reinterpretAsLongs().or(x.reinterpretAsLongs().and(SIGN)).reinterpretAsDoubles();
  }

  /** Logistic sigmoid, {@code 1 / (1 + e^-x)}. */
  public static DoubleVector sigmoid(DoubleVector x) {
    // e^-|x| cannot overflow, and either quotient keeps its relative accuracy.
    DoubleVector e = expOfNegative(x.abs().neg());
    return e.blend(1.0, x.compare(GE, 0.0)).div(e.add(1.0));
  }

  /** {@code tanh(a)} for {@code 0 <= a <= 9/16}. */
  private static DoubleVector nearTanh(DoubleVector a) {
    DoubleVector z = a.mul(a);
    DoubleVector p =
        z.lanewise(FMA, 4.960387216072586e-5, -2.0822981889331572e-4)
            .lanewise(FMA, z, 5.778542983706567e-4)
            .lanewise(FMA, z, -0.0014527793777343713)
            .lanewise(FMA, z, 0.003591630131258059)
            .lanewise(FMA, z, -0.008863183246660175)
            .lanewise(FMA, z, 0.02186948512380247)
            .lanewise(FMA, z, -0.053968253839860175)
            .lanewise(FMA, z, 0.13333333333093544)
            .lanewise(FMA, z, -0.33333333333331777);
    return a.mul(z).fma(p, a);
  }
}
