#pragma once

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/** Adadelta (Zeiler, 2012). */
template <class T, int FLAGS>
struct Adadelta {
  static constexpr int FLAG_COUNT = 0;
  static constexpr int STATES = 0b11;

  T learningRate;
  T rho;
  T rhoComplement;
  T epsilon;

  void step(T& w, T g, T& deltaAverage, T& squareAverage) const {
    squareAverage = fma(rhoComplement * g, g, rho * squareAverage);
    T root = sqrt(squareAverage + epsilon);
    T d = sqrt(deltaAverage + epsilon) / root * g;
    deltaAverage = fma(rhoComplement * d, d, rho * deltaAverage);
    w = fma(-learningRate, d, w);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
