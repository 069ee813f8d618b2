#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Adamax (Kingma and Ba, 2015). */
template <class T, int FLAGS>
struct Adamax {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T beta1Complement;
  T beta2;
  T stepSize;
  T epsilon;

  void step(T& w, T g, T& expAvg, T& expInf) const {
    expAvg = fma(beta1Complement, g - expAvg, expAvg);
    T a = beta2 * expInf;
    T b = abs(g) + epsilon;
    expInf = a >= b ? a : b;
    w = fma(-stepSize, expAvg / expInf, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
