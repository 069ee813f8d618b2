#pragma once

// gradcore's own exp, log, log1p, tanh and sigmoid. The Java twins are
// org.gradcore.kernel.scalar.FloatMath and DoubleMath and their Vector counterparts: the same
// coefficients and the same operations in the same order, so the results are bit-equal. The bounds
// on the error stand in the Javadoc there. No function branches, so that loops vectorize.

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "inline.hpp"

#ifndef GRADCORE_ISA
#define GRADCORE_ISA generic
#endif

namespace gradcore::GRADCORE_ISA::math {

namespace detail {

GRADCORE_INLINE std::uint32_t bits(float x) {
  std::uint32_t b;
  std::memcpy(&b, &x, sizeof b);
  return b;
}

GRADCORE_INLINE std::uint64_t bits(double x) {
  std::uint64_t b;
  std::memcpy(&b, &x, sizeof b);
  return b;
}

GRADCORE_INLINE float value(std::uint32_t b) {
  float x;
  std::memcpy(&x, &b, sizeof x);
  return x;
}

GRADCORE_INLINE double value(std::uint64_t b) {
  double x;
  std::memcpy(&x, &b, sizeof x);
  return x;
}

GRADCORE_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

GRADCORE_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }

template <class T>
struct Ln2;

// HIGH has so few bits that its product with an exponent is exact.
template <>
struct Ln2<float> {
  static constexpr float INVERSE = 1.442695f;
  static constexpr float HIGH = 0.69313812f;
  static constexpr float LOW = 9.0580006e-6f;
};

template <>
struct Ln2<double> {
  static constexpr double INVERSE = 1.4426950408889634;
  static constexpr double HIGH = 0.6931471803691238;
  static constexpr double LOW = 1.9082149292705877e-10;
};

// (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2.
GRADCORE_INLINE float expTail(float r) {
  float q = 0.0013814621f;
  q = fma(q, r, 0.008368745f);
  q = fma(q, r, 0.04166839f);
  q = fma(q, r, 0.16666521f);
  return fma(q, r, 0.49999994f);
}

GRADCORE_INLINE double expTail(double r) {
  double q = 2.500001120812371e-8;
  q = fma(q, r, 2.7630306292627637e-7);
  q = fma(q, r, 2.7557586826456074e-6);
  q = fma(q, r, 2.4801492949463016e-5);
  q = fma(q, r, 1.9841269505750853e-4);
  q = fma(q, r, 0.001388888894376021);
  q = fma(q, r, 0.008333333333494987);
  q = fma(q, r, 0.041666666666529725);
  q = fma(q, r, 0.1666666666666641);
  return fma(q, r, 0.5000000000000011);
}

// log(1 + f) + k ln 2 for -1/4 <= f < 1/2.
GRADCORE_INLINE float logOfParts(float k, float f) {
  float g = -0.04490994f;
  g = fma(g, f, 0.10448366f);
  g = fma(g, f, -0.13162237f);
  g = fma(g, f, 0.14482057f);
  g = fma(g, f, -0.16647767f);
  g = fma(g, f, 0.19990607f);
  g = fma(g, f, -0.25000054f);
  g = fma(g, f, 0.33333454f);
  g = fma(g, f, -0.5f);
  float tail = fma(f * f, g, k * Ln2<float>::LOW);
  return fma(k, Ln2<float>::HIGH, f + tail);
}

// With s = f / (2 + f): log(1 + f) = 2 artanh(s) = f - f^2/2 + s (f^2/2 + s^2 p(s^2)).
GRADCORE_INLINE double logOfParts(double k, double f) {
  double s = f / (2.0 + f);
  double z = s * s;
  double p = 0.13844275316965665;
  p = fma(p, z, 0.1317341230768287);
  p = fma(p, z, 0.15391123411388996);
  p = fma(p, z, 0.18181665510836717);
  p = fma(p, z, 0.2222222430287569);
  p = fma(p, z, 0.2857142855576767);
  p = fma(p, z, 0.4000000000005695);
  p = fma(p, z, 0.666666666666666);
  double half = 0.5 * f * f;
  double tail = fma(s, fma(z, p, half), fma(k, Ln2<double>::LOW, -half));
  return fma(k, Ln2<double>::HIGH, f + tail);
}

// tanh(a) for 0 <= a <= 9/16.
GRADCORE_INLINE float nearTanh(float a) {
  float z = a * a;
  float p = -0.006179844f;
  p = fma(p, z, 0.021007486f);
  p = fma(p, z, -0.053837437f);
  p = fma(p, z, 0.13332452f);
  p = fma(p, z, -0.33333313f);
  return fma(a * z, p, a);
}

GRADCORE_INLINE double nearTanh(double a) {
  double z = a * a;
  double p = 4.960387216072586e-5;
  p = fma(p, z, -2.0822981889331572e-4);
  p = fma(p, z, 5.778542983706567e-4);
  p = fma(p, z, -0.0014527793777343713);
  p = fma(p, z, 0.003591630131258059);
  p = fma(p, z, -0.008863183246660175);
  p = fma(p, z, 0.02186948512380247);
  p = fma(p, z, -0.053968253839860175);
  p = fma(p, z, 0.13333333333093544);
  p = fma(p, z, -0.33333333333331777);
  return fma(a * z, p, a);
}

// e^x where it is neither infinite nor 0, anything elsewhere.
GRADCORE_INLINE float expInRange(float x) {
  // Adding 1.5 * 2^23 rounds to an integer n; the 254 makes the low bits n + 2 * 127.
  float shifted = fma(x, Ln2<float>::INVERSE, 12583166.0f);
  float n = shifted - 12583166.0f;
  float r = fma(n, -Ln2<float>::LOW, fma(n, -Ln2<float>::HIGH, x));
  float p = fma(fma(expTail(r), r, 1.0f), r, 1.0f);
  // 2^n in two factors, so that neither over- nor underflows and only the last product rounds.
  std::uint32_t biased = bits(shifted);
  std::uint32_t half = biased >> 1;
  return p * value(half << 23) * value((biased - half) << 23);
}

GRADCORE_INLINE double expInRange(double x) {
  double shifted = fma(x, Ln2<double>::INVERSE, 6755399441057790.0);
  double n = shifted - 6755399441057790.0;
  double r = fma(n, -Ln2<double>::LOW, fma(n, -Ln2<double>::HIGH, x));
  double p = fma(fma(expTail(r), r, 1.0), r, 1.0);
  std::uint64_t biased = bits(shifted);
  std::uint64_t half = biased >> 1;
  return p * value(half << 52) * value((biased - half) << 52);
}

}  // namespace detail

// The ends are mended afterwards, each by a select of its own: of nested ones, and of a clamp of x,
// GCC makes chains of masked comparisons at 512 bits.
GRADCORE_INLINE float exp(float x) {
  float y = detail::expInRange(x);
  y = x > 89.0f ? std::numeric_limits<float>::infinity() : y;
  return x < -104.0f ? 0.0f : y;
}

GRADCORE_INLINE double exp(double x) {
  double y = detail::expInRange(x);
  y = x > 710.0 ? std::numeric_limits<double>::infinity() : y;
  return x < -746.0 ? 0.0 : y;
}

// e^x for x <= 0; NaN stays NaN.
GRADCORE_INLINE float expOfNegative(float x) {
  float y = detail::expInRange(x);
  return x < -104.0f ? 0.0f : y;
}

GRADCORE_INLINE double expOfNegative(double x) {
  double y = detail::expInRange(x);
  return x < -746.0 ? 0.0 : y;
}

GRADCORE_INLINE float log(float x) {
  using namespace detail;
  bool small = x < 0x1p-126f;
  // The exponent of x / 0.75, so that the significand lies in [0.75, 1.5).
  std::uint32_t shifted = bits(small ? x * 0x1p23f : x) + 0x00400000u;
  float k = value((shifted >> 23) | 0x4b000000u) - (small ? 8388758.0f : 8388735.0f);
  float f = value((shifted & 0x007fffffu) + 0x3f400000u) - 1.0f;
  float y = logOfParts(k, f);
  float special = x == 0.0f ? -std::numeric_limits<float>::infinity()
                            : std::numeric_limits<float>::quiet_NaN();
  y = x > 0.0f ? y : special;
  return x == std::numeric_limits<float>::infinity() ? x : y;
}

GRADCORE_INLINE double log(double x) {
  using namespace detail;
  bool small = x < 0x1p-1022;
  std::uint64_t shifted = bits(small ? x * 0x1p52 : x) + 0x0008000000000000u;
  double k = value((shifted >> 52) | 0x4330000000000000u) -
             (small ? 4503599627371571.0 : 4503599627371519.0);
  double f = value((shifted & 0x000fffffffffffffu) + 0x3fe8000000000000u) - 1.0;
  double y = logOfParts(k, f);
  y = x > 0.0 ? y : std::numeric_limits<double>::quiet_NaN();
  y = x == 0.0 ? -std::numeric_limits<double>::infinity() : y;
  return x == std::numeric_limits<double>::infinity() ? x : y;
}

GRADCORE_INLINE float log1p(float x) {
  using namespace detail;
  std::uint32_t shifted = bits(1.0f + x) + 0x00400000u;
  float k = value((shifted >> 23) | 0x4b000000u) - 8388735.0f;
  // 4 * 2^-k is normal for every k; f = (1 + x) 2^-k - 1 is rounded once, and not at all if k = 0.
  float scale = value(0x80000000u - (shifted & 0xff800000u));
  float f = fma(0.25f * x, scale, fma(0.25f, scale, -1.0f));
  float y = logOfParts(k, f);
  y = x > -1.0f ? y : std::numeric_limits<float>::quiet_NaN();
  y = x == -1.0f ? -std::numeric_limits<float>::infinity() : y;
  bool itself = (std::fabs(x) < 0x1p-30f) | (x == std::numeric_limits<float>::infinity());
  return itself ? x : y;
}

GRADCORE_INLINE double log1p(double x) {
  using namespace detail;
  std::uint64_t shifted = bits(1.0 + x) + 0x0008000000000000u;
  double k = value((shifted >> 52) | 0x4330000000000000u) - 4503599627371519.0;
  double scale = value(0x8000000000000000u - (shifted & 0xfff0000000000000u));
  double f = fma(0.25 * x, scale, fma(0.25, scale, -1.0));
  double y = logOfParts(k, f);
  y = x > -1.0 ? y : std::numeric_limits<double>::quiet_NaN();
  y = x == -1.0 ? -std::numeric_limits<double>::infinity() : y;
  bool itself = (std::fabs(x) < 0x1p-60) | (x == std::numeric_limits<double>::infinity());
  return itself ? x : y;
}

GRADCORE_INLINE float tanh(float x) {
  using namespace detail;
  float a = std::fabs(x);
  float near = nearTanh(a);
  a = a > 10.0f ? 10.0f : a;
  a = a + a;
  float shifted = fma(a, Ln2<float>::INVERSE, 12583039.0f);
  float n = shifted - 12583039.0f;
  float r = fma(n, -Ln2<float>::LOW, fma(n, -Ln2<float>::HIGH, a));
  float p = fma(fma(expTail(r), r, 1.0f), r, 1.0f);
  float e = p * value(bits(shifted) << 23);
  float far = 1.0f - 2.0f / (e + 1.0f);
  float y = a < 1.125f ? near : far;
  return value(bits(y) | (bits(x) & 0x80000000u));
}

GRADCORE_INLINE double tanh(double x) {
  using namespace detail;
  double a = std::fabs(x);
  double near = nearTanh(a);
  a = a > 20.0 ? 20.0 : a;
  a = a + a;
  double shifted = fma(a, Ln2<double>::INVERSE, 6755399441056767.0);
  double n = shifted - 6755399441056767.0;
  double r = fma(n, -Ln2<double>::LOW, fma(n, -Ln2<double>::HIGH, a));
  double p = fma(fma(expTail(r), r, 1.0), r, 1.0);
  double e = p * value(bits(shifted) << 52);
  double far = 1.0 - 2.0 / (e + 1.0);
  double y = a < 1.125 ? near : far;
  return value(bits(y) | (bits(x) & 0x8000000000000000u));
}

// e^-|x| cannot overflow, and either quotient keeps its relative accuracy.
GRADCORE_INLINE float sigmoid(float x) {
  float e = expOfNegative(-std::fabs(x));
  return (x >= 0.0f ? 1.0f : e) / (1.0f + e);
}

GRADCORE_INLINE double sigmoid(double x) {
  double e = expOfNegative(-std::fabs(x));
  return (x >= 0.0 ? 1.0 : e) / (1.0 + e);
}

}  // namespace gradcore::GRADCORE_ISA::math
