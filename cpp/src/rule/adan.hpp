#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Adan (Xie et al., 2022). */
template <class T, int FLAGS>
struct Adan {
  static constexpr int FLAG_COUNT = 1;
  static constexpr bool FIRST_STEP = (FLAGS & 1) != 0;
  static constexpr int STATES = 0b1111;

  T beta1Complement;
  T beta2Complement;
  T beta3;
  T beta3Complement;
  T differenceWeight;
  T momentStep;
  T differenceStep;
  T inverseSqrtCorrection3;
  T epsilon;
  T decay;

  void step(T& w, T g, T& expAvg, T& expAvgDiff, T& expAvgSq, T& previous) const {
    w = w * decay;
    T e = FIRST_STEP ? T(0) : g - previous;
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    expAvgDiff = fma(beta2Complement, e - expAvgDiff, expAvgDiff);
    T h = fma(differenceWeight, e, g);
    expAvgSq = fma(beta3Complement * h, h, beta3 * expAvgSq);
    T d = fma(sqrt(expAvgSq), inverseSqrtCorrection3, epsilon);
    w = w - fma(differenceStep, expAvgDiff, momentStep * expAvg) / d;
    previous = g;
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
