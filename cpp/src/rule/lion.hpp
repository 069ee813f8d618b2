#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Lion (Chen et al., 2023). */
template <class T, int FLAGS>
struct Lion {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b1;

  T beta1Complement;
  T beta2Complement;
  T learningRate;
  T decay;

  void step(T& w, T g, T& expAvg) const {
    T c = fma(beta1Complement, g - expAvg, expAvg);
    T u = c > 0 ? T(1) : c < 0 ? T(-1) : c;
    expAvg = fma(beta2Complement, g - expAvg, expAvg);
    w = fma(-learningRate, u, w * decay);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
