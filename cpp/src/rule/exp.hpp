#pragma once

#include "math.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** e^x. */
template <class T, int FLAGS>
struct Exp {
  static constexpr int FLAG_COUNT = 0;

  T map(T x) const { return math::exp(x); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
