#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** The sum of x_i y_i. */
template <class T, int FLAGS>
struct Dot {
  static constexpr int FLAG_COUNT = 0;

  static double reduce(const T* x, const T* y, Index length, double carry) {
    return sumOfBlocks(length, carry,
                       [=](Index start, Index n) { return dotBlock(x + start, y + start, n); });
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
