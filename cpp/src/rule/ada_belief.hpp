#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** AdaBelief (Zhuang et al., 2020). */
template <class T, int FLAGS>
struct AdaBelief {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T beta1Complement;
  T beta2;
  T beta2Complement;
  T stepSize;
  T inverseSqrtCorrection2;
  T epsilon;
  T epsilonRoot;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgVar) const {
    w = w * decay;
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    T e = g - expAvg;
    expAvgVar = fma(beta2Complement * e, e, beta2 * expAvgVar) + epsilonRoot;
    T d = fma(sqrt(expAvgVar), inverseSqrtCorrection2, epsilon);
    w = fma(-stepSize, expAvg / d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
