#pragma once

// The kernels of linear models: one output (margins.hpp), an output for each class (softmax.hpp),
// both over BLAS (linear_blas.hpp), behind one function, and how gradients are finished.

#include "linear_blas.hpp"

namespace gradcore::GRADCORE_ISA {

/** The kernel of a form; one without a loss returns 0. */
template <class T>
GRADCORE_INLINE double linear(int form, const T* x, int xOffset, const int* rowPointers,
                              const int* columns, int stored, int features, const int* rows,
                              int rowsOffset, int rowLimit, int firstRow, int rowCount,
                              const T* target, int targetOffset, const int* classTarget,
                              int classTargetOffset, const T* weight, int weightOffset, int rule,
                              int flags, T scalar0, T scalar1, T scalar2, T scalar3, const T* param,
                              int paramOffset, int classes, int intercept, double* gradient,
                              int gradientOffset, T* out, int outOffset, T* work, int workOffset,
                              double carry) {
  detail::LinearCall<T> call{x + xOffset,
                             {rowPointers, columns, stored, features},
                             features,
                             {rows, rowsOffset, rowLimit, firstRow},
                             rowCount,
                             detail::at(target, targetOffset),
                             detail::at(classTarget, classTargetOffset),
                             detail::at(weight, weightOffset),
                             nullptr,
                             {scalar0, scalar1, scalar2, scalar3},
                             param + paramOffset,
                             classes,
                             intercept != 0,
                             detail::at(gradient, gradientOffset),
                             detail::at(out, outOffset),
                             detail::at(work, workOffset),
                             carry};
  detail::withPointLossRule<T>(rule, flags, [&](auto type) GRADCORE_INLINE_LAMBDA {
    call.residuals = detail::residuals<typename decltype(type)::Type, T>;
  });
  switch (form) {
    case 0:
      return detail::denseMargins(call);
    case detail::LOSS:
      return detail::denseLoss(call);
    case detail::SOFTMAX:
      return detail::denseLogits(call);
    case detail::SOFTMAX | detail::LOSS:
      return detail::denseSoftmax(call);
    case detail::SPARSE:
      return detail::csrMargins(call);
    case detail::SPARSE | detail::LOSS:
      return detail::csrLoss(call);
    case detail::SPARSE | detail::SOFTMAX:
      return detail::csrLogits(call);
    case detail::SPARSE | detail::SOFTMAX | detail::LOSS:
      return detail::csrSoftmax(call);
    case detail::BLAS:
      return detail::denseMarginsBlas(call);
    case detail::BLAS | detail::LOSS:
      return detail::denseLossBlas(call);
    case detail::BLAS | detail::SOFTMAX:
      return detail::denseLogitsBlas(call);
    default:
      return detail::denseSoftmaxBlas(call);
  }
}

template <class T>
GRADCORE_INLINE void finishGradient(const double* accumulator, int accumulatorOffset,
                                    const T* param, int paramOffset, T* gradient,
                                    int gradientOffset, int length, double scale, double l2) {
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
