#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Rprop (Riedmiller and Braun, 1993). */
template <class T, int FLAGS>
struct Rprop {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T etaMinus;
  T etaPlus;
  T leastStep;
  T greatestStep;

  void step(T& w, T g, T& previous, T& stepSize) const {
    T p = g * previous;
    T s = p > 0 ? stepSize * etaPlus : p < 0 ? stepSize * etaMinus : stepSize;
    stepSize = s < leastStep ? leastStep : s > greatestStep ? greatestStep : s;
    previous = p < 0 ? T(0) : g;
    T u = previous > 0 ? T(1) : previous < 0 ? T(-1) : previous;
    w = fma(-stepSize, u, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
