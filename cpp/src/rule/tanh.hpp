#pragma once

#include "math.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Hyperbolic tangent. */
template <class T, int FLAGS>
struct Tanh {
  static constexpr int FLAG_COUNT = 0;

  T map(T x) const { return math::tanh(x); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
