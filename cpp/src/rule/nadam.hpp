#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** NAdam (Dozat, 2016). */
template <class T, int FLAGS>
struct Nadam {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T beta1Complement;
  T beta2;
  T beta2Complement;
  T gradientStep;
  T momentStep;
  T inverseSqrtCorrection2;
  T epsilon;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgSq) const {
    w = w * decay;
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    expAvgSq = fma(beta2Complement * g, g, beta2 * expAvgSq);
    T d = fma(sqrt(expAvgSq), inverseSqrtCorrection2, epsilon);
    w = w - fma(momentStep, expAvg, gradientStep * g) / d;
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
