#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Stochastic gradient descent with momentum. */
template <class T, int FLAGS>
struct SgdMomentum {
  static constexpr int FLAG_COUNT = 2;
  static constexpr bool NESTEROV = (FLAGS & 1) != 0;
  static constexpr bool FIRST_STEP = (FLAGS & 2) != 0;
  static constexpr int STATES = 0b1;

  T learningRate;
  T momentum;
  T gradientFactor;

  void step(T& w, T g, T& buffer) const {
    buffer = FIRST_STEP ? g : fma(momentum, buffer, gradientFactor * g);
    T d = NESTEROV ? fma(momentum, buffer, gradientFactor * g) : buffer;
    w = fma(-learningRate, d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
