#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** alpha x + y, rounded once. */
template <class T, int FLAGS>
struct Axpy {
  static constexpr int FLAG_COUNT = 0;

  T alpha;

  T map(T x, T y) const { return fma(alpha, x, y); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
