#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Schedule-free AdamW (Defazio et al., 2024). */
template <class T, int FLAGS>
struct ScheduleFreeAdam {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b111;

  T beta2;
  T beta2Complement;
  T learningRate;
  T inverseSqrtCorrection2;
  T epsilon;
  T share;
  T beta1;
  T rateDecay;

  void step(T& w, T g, T& z, T& x, T& expAvgSq) const {
    expAvgSq = fma(beta2Complement * g, g, beta2 * expAvgSq);
    T d = fma(sqrt(expAvgSq), inverseSqrtCorrection2, epsilon);
    z = fma(-learningRate, g / d, fma(-rateDecay, w, z));
    x = fma(share, z - x, x);
    w = fma(beta1, x - z, z);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
