#pragma once

#include "lanes.hpp"
#include "math.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Logistic loss of a logit. */
template <class T, int FLAGS>
struct Logistic {
  static constexpr int FLAG_COUNT = 1;
  static constexpr bool SIGNED_TARGETS = (FLAGS & 1) != 0;

  void evaluate(T z, T y, T& l, T& r) const {
    T t = SIGNED_TARGETS ? fma(T(0.5), y, T(0.5)) : y;
    T e = math::expOfNegative(-abs(z));
    T p = z > 0 ? z : T(0);
    l = math::log1p(e) + fma(-t, z, p);
    T q = 1 + e;
    T u = 1 / q;
    T v = e / q;
    T s = z >= 0 ? u : v;
    T c = z >= 0 ? v : u;
    r = fma(1 - t, s, -(t * c));
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
