#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Yogi (Zaheer et al., 2018). */
template <class T, int FLAGS>
struct Yogi {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T beta1Complement;
  T beta2Complement;
  T stepSize;
  T inverseSqrtCorrection2;
  T epsilon;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgSq) const {
    w = w * decay;
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    T q = g * g;
    T e = expAvgSq - q;
    T u = e > 0 ? T(1) : e < 0 ? T(-1) : e;
    expAvgSq = fma(-beta2Complement * u, q, expAvgSq);
    T d = fma(sqrt(expAvgSq), inverseSqrtCorrection2, epsilon);
    w = fma(-stepSize, expAvg / d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
