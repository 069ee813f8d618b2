#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Averaged stochastic gradient descent (Polyak and Juditsky, 1992). */
template <class T, int FLAGS>
struct Asgd {
  static constexpr int FLAG_COUNT = 1;
  static constexpr bool AVERAGES = (FLAGS & 1) != 0;
  static constexpr int STATES = 0b1;

  T learningRate;
  T decay;
  T share;

  void step(T& w, T g, T& average) const {
    w = fma(-learningRate, g, w * decay);
    average = AVERAGES ? fma(share, w - average, average) : w;
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
