#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** The sum of x_i. */
template <class T, int FLAGS>
struct Sum {
  static constexpr int FLAG_COUNT = 0;

  static double reduce(const T* x, const T*, Index length, double carry) {
    return sumOfBlocks(length, carry, [=](Index start, Index n) { return sumBlock(x + start, n); });
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
