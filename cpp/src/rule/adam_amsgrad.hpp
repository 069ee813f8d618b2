#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Adam with AMSGrad (Reddi et al., 2018). */
template <class T, int FLAGS>
struct AdamAmsgrad {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b111;

  T beta1Complement;
  T beta2;
  T beta2Complement;
  T stepSize;
  T inverseSqrtCorrection2;
  T correction2;
  T epsilon;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgSq, T& maxExpAvgSq) const {
    w = w * decay;
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    expAvgSq = fma(beta2Complement * g, g, beta2 * expAvgSq);
    T c = correction2 * expAvgSq;
    maxExpAvgSq = c <= maxExpAvgSq ? maxExpAvgSq : c;
    T d = fma(sqrt(maxExpAvgSq), inverseSqrtCorrection2, epsilon);
    w = fma(-stepSize, expAvg / d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
