#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** alpha x. */
template <class T, int FLAGS>
struct Scale {
  static constexpr int FLAG_COUNT = 0;

  T alpha;

  T map(T x) const { return alpha * x; }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
