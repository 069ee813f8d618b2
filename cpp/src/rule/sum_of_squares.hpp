#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** The sum of x_i^2. */
template <class T, int FLAGS>
struct SumOfSquares {
  static constexpr int FLAG_COUNT = 0;

  static double reduce(const T* x, const T*, Index length, double carry) {
    return sumOfBlocks(length, carry,
                       [=](Index start, Index n) { return dotBlock(x + start, x + start, n); });
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
