#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Schedule-free stochastic gradient descent (Defazio et al., 2024). */
template <class T, int FLAGS>
struct ScheduleFreeSgd {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T learningRate;
  T share;
  T beta;

  void step(T& w, T g, T& z, T& x) const {
    z = fma(-learningRate, g, z);
    x = fma(share, z - x, x);
    w = fma(beta, x - z, z);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
