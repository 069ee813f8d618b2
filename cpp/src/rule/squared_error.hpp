#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Factor * (prediction - target)^2. */
template <class T, int FLAGS>
struct SquaredError {
  static constexpr int FLAG_COUNT = 0;

  T factor;

  void evaluate(T z, T y, T& l, T& r) const {
    T e = z - y;
    l = factor * e * e;
    r = 2 * factor * e;
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
