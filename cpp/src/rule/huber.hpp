#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Huber's loss. */
template <class T, int FLAGS>
struct Huber {
  static constexpr int FLAG_COUNT = 0;

  T delta;

  void evaluate(T z, T y, T& l, T& r) const {
    T e = z - y;
    T a = abs(e);
    l = a <= delta ? T(0.5) * e * e : delta * (a - T(0.5) * delta);
    r = e > delta ? delta : e < -delta ? -delta : e;
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
