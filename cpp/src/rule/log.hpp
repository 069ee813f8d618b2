#pragma once

#include "math.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Natural logarithm. */
template <class T, int FLAGS>
struct Log {
  static constexpr int FLAG_COUNT = 0;

  T map(T x) const { return math::log(x); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
