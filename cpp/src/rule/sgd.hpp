#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Stochastic gradient descent. */
template <class T, int FLAGS>
struct Sgd {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0;

  T learningRate;

  void step(T& w, T g) const { w = fma(-learningRate, g, w); }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
