#pragma once

// The kernels of linear models: one output (margins.hpp), an output for each class (softmax.hpp),
// both over BLAS (linear_blas.hpp), and what they have in common.

#include "linear_blas.hpp"

namespace gradcore::GRADCORE_ISA {

template <class T>
void finishGradient(const double* accumulator, int accumulatorOffset, const T* param,
                    int paramOffset, T* gradient, int gradientOffset, int length, double scale,
                    double l2) {
  const double* a = accumulator + accumulatorOffset;
  const T* w = param + paramOffset;
  T* g = gradient + gradientOffset;
  if (l2 != 0) {
#pragma GCC ivdep
    for (detail::Index j = 0; j < length; j++) {
      g[j] = static_cast<T>(detail::fma(l2, static_cast<double>(w[j]), a[j] * scale));
    }
  } else {
#pragma GCC ivdep
    for (detail::Index j = 0; j < length; j++) {
      g[j] = static_cast<T>(a[j] * scale);
    }
  }
}

}  // namespace gradcore::GRADCORE_ISA
