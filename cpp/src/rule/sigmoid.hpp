#pragma once

#include "math.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** 1 / (1 + e^-x). */
template <class T, int FLAGS>
struct Sigmoid {
  static constexpr int FLAG_COUNT = 0;

  T map(T x) const { return math::sigmoid(x); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
