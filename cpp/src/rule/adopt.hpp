#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** ADOPT (Taniguchi et al., 2024). */
template <class T, int FLAGS>
struct Adopt {
  static constexpr int FLAG_COUNT = 1;
  static constexpr bool CLIPPED = (FLAGS & 1) != 0;
  static constexpr int STATES = 0b11;

  T beta1Complement;
  T beta2;
  T beta2Complement;
  T learningRate;
  T epsilon;
  T bound;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgSq) const {
    w = w * decay;
    T r = sqrt(expAvgSq);
    T u = g / (r < epsilon ? epsilon : r);
    if constexpr (CLIPPED) {
      u = u > bound ? bound : u < -bound ? -bound : u;
    }
    expAvg = fma(beta1Complement, u - expAvg, expAvg);
    expAvgSq = fma(beta2Complement * g, g, beta2 * expAvgSq);
    w = fma(-learningRate, expAvg, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
