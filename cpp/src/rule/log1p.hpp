#pragma once

#include "math.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** log(1 + x). */
template <class T, int FLAGS>
struct Log1p {
  static constexpr int FLAG_COUNT = 0;

  T map(T x) const { return math::log1p(x); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
