#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** FTRL-Proximal (McMahan et al., 2013). */
template <class T, int FLAGS>
struct Ftrl {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T learningRate;
  T l1;
  T l2;
  T shrinkage;

  void step(T& w, T g, T& accumulator, T& linear) const {
    T s = sqrt(accumulator);
    accumulator = fma(g, g, accumulator);
    T r = sqrt(accumulator);
    linear = linear + fma(-((r - s) / learningRate), w, fma(shrinkage, w, g));
    T c = linear > l1 ? l1 : linear < -l1 ? -l1 : linear;
    w = (c - linear) / (r / learningRate + l2);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
