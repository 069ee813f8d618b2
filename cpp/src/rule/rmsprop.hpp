#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** RMSprop (Tieleman and Hinton, 2012), centered (Graves, 2013) and with momentum if asked for. */
template <class T, int FLAGS>
struct Rmsprop {
  static constexpr int FLAG_COUNT = 3;
  static constexpr bool CENTERED = (FLAGS & 1) != 0;
  static constexpr bool WITH_MOMENTUM = (FLAGS & 2) != 0;
  static constexpr bool EPSILON_IN_ROOT = (FLAGS & 4) != 0;
  static constexpr int STATES = 0b001 | (CENTERED ? 0b010 : 0) | (WITH_MOMENTUM ? 0b100 : 0);

  T learningRate;
  T alpha;
  T alphaComplement;
  T epsilon;
  T momentum;
  T gradientFactor;
  T correction;

  void step(T& w, T g, T& squareAverage, T& gradientAverage, T& buffer) const {
    squareAverage = fma(alphaComplement * g, g, alpha * squareAverage);
    T x = correction * squareAverage;
    if constexpr (CENTERED) {
      gradientAverage = fma(alphaComplement, g - gradientAverage, gradientAverage);
      T c = correction * gradientAverage;
      x = fma(-c, c, x);
    }
    T r = sqrt(EPSILON_IN_ROOT ? x + epsilon : x);
    T d = gradientFactor * g / (EPSILON_IN_ROOT ? r : r + epsilon);
    if constexpr (WITH_MOMENTUM) {
      buffer = fma(momentum, buffer, d);
      d = buffer;
    }
    w = fma(-learningRate, d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
