#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Adagrad (Duchi, Hazan and Singer, 2011). */
template <class T, int FLAGS>
struct Adagrad {
  static constexpr int FLAG_COUNT = 1;
  static constexpr bool EPSILON_IN_ROOT = (FLAGS & 1) != 0;
  static constexpr int STATES = 0b1;

  T learningRate;
  T epsilon;

  void step(T& w, T g, T& sum) const {
    sum = fma(g, g, sum);
    T d = sqrt(EPSILON_IN_ROOT ? sum + epsilon : sum);
    d = EPSILON_IN_ROOT ? d : d + epsilon;
    w = fma(-learningRate, g / d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
