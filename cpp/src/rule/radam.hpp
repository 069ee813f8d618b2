#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** RAdam (Liu et al., 2020). */
template <class T, int FLAGS>
struct Radam {
  static constexpr int FLAG_COUNT = 1;
  static constexpr bool RECTIFIED = (FLAGS & 1) != 0;
  static constexpr int STATES = 0b11;

  T beta1Complement;
  T beta2;
  T beta2Complement;
  T stepSize;
  T epsilon;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgSq) const {
    w = w * decay;
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    expAvgSq = fma(beta2Complement * g, g, beta2 * expAvgSq);
    T u = RECTIFIED ? expAvg / (sqrt(expAvgSq) + epsilon) : expAvg;
    w = fma(-stepSize, u, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
