#pragma once

// The arguments of a kernel of linear models, as all of them take them.

#include "sparse.hpp"

namespace gradcore::GRADCORE_ISA::detail {

/** The bits of a kernel's form: what it takes and gives. Sparse rows do not go through BLAS. */
constexpr int LOSS = 1;
constexpr int SOFTMAX = 2;
constexpr int SPARSE = 4;
constexpr int BLAS = 8;

/** One call. Arrays begin at their offsets; those that the kernel does not have are null. */
template <class T>
struct LinearCall {
  /** Losses and residuals of n margins. */
  using Residuals = void (*)(const LinearCall& call, const T* margin, const T* target,
                             const T* weight, T* losses, T* residual, Index n);

  /** Dense rows, or the values of the entries of `matrix`. */
  const T* x;
  Sparse matrix;
  Index features;
  Rows rows;
  Index rowCount;
  /** One for each row of the data. */
  const T* target;
  const int* classTarget;
  const T* weight;
  /** Of the loss of one output, whose numbers follow. */
  Residuals residuals;
  T scalars[4];
  const T* param;
  Index classes;
  bool intercept;
  double* gradient;
  T* out;
  T* work;
  double carry;

  /** Where a dense row begins. */
  const T* row(Index position) const { return x + rows[position] * features; }

  /** Where the intercepts begin, or null. */
  const T* intercepts() const { return intercept ? param + classes * features : nullptr; }
};

}  // namespace gradcore::GRADCORE_ISA::detail
