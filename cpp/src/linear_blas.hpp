#pragma once

// The variants of the dense linear kernels that call BLAS. They sum in the order of OpenBLAS.

#include <cblas.h>

#include "softmax.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

// y is cleared before, and added to: so that no NaN in it can stay.
GRADCORE_INLINE void gemv(bool transposed, Index rows, Index columns, const float* a,
                          const float* x, float* y) {
  cblas_sgemv(CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, static_cast<blasint>(rows),
              static_cast<blasint>(columns), 1.0f, a, static_cast<blasint>(columns), x, 1, 1.0f, y,
              1);
}

GRADCORE_INLINE void gemv(bool transposed, Index rows, Index columns, const double* a,
                          const double* x, double* y) {
  cblas_dgemv(CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, static_cast<blasint>(rows),
              static_cast<blasint>(columns), 1.0, a, static_cast<blasint>(columns), x, 1, 1.0, y,
              1);
}

/** c = a · bᵀ (a: m × k, b: n × k), or c = c + aᵀ · b (a: k × m, b: k × n). */
GRADCORE_INLINE void gemm(bool gradient, Index m, Index n, Index k, const float* a, const float* b,
                          float* c) {
  cblas_sgemm(CblasRowMajor, gradient ? CblasTrans : CblasNoTrans,
              gradient ? CblasNoTrans : CblasTrans, static_cast<blasint>(m),
              static_cast<blasint>(n), static_cast<blasint>(k), 1.0f, a,
              static_cast<blasint>(gradient ? m : k), b, static_cast<blasint>(gradient ? n : k),
              1.0f, c, static_cast<blasint>(n));
}

GRADCORE_INLINE void gemm(bool gradient, Index m, Index n, Index k, const double* a,
                          const double* b, double* c) {
  cblas_dgemm(CblasRowMajor, gradient ? CblasTrans : CblasNoTrans,
              gradient ? CblasNoTrans : CblasTrans, static_cast<blasint>(m),
              static_cast<blasint>(n), static_cast<blasint>(k), 1.0, a,
              static_cast<blasint>(gradient ? m : k), b, static_cast<blasint>(gradient ? n : k),
              1.0, c, static_cast<blasint>(n));
}

/** Dense rows for BLAS, which needs them one after the other: lists of rows are copied together. */
template <class T>
class PackedRows {
 public:
  /** `scratch` has room for `length` elements. */
  PackedRows(const LinearCall<T>& call, T* scratch, Index length) : call_(call), scratch_(scratch) {
    Index bytes = call.features * Index(sizeof(T));
    count_ = rowsOfTile(bytes, FAR_TILE_BYTES, ROW_BLOCK);
    if (!call.rows.isRange()) {
      Index room = call.features == 0 ? ROW_BLOCK : length / call.features;
      // A single row needs no copy.
      count_ = room < 2 ? 1 : smaller(count_, room);
    }
  }

  /** Rows to take at once. */
  Index count() const { return count_; }

  const T* rows(Index start, Index n) {
    if (call_.rows.isRange() || n == 1) {
      return call_.row(start);
    }
    for (Index p = 0; p < n; p++) {
      copy(scratch_ + p * call_.features, call_.row(start + p), call_.features);
    }
    return scratch_;
  }

 private:
  const LinearCall<T>& call_;
  T* scratch_;
  Index count_;
};

template <class T>
GRADCORE_INLINE void blasMargins(const T* x, Index n, Index features, const T* w, bool intercept,
                                 T* out) {
  clear(out, n);
  if (features > 0) {
    gemv(false, n, features, x, w, out);
  }
  if (intercept) {
    for (Index p = 0; p < n; p++) {
      out[p] += w[features];
    }
  }
}

template <class T>
GRADCORE_INLINE void blasLogits(const T* x, Index n, Index features, const T* w, Index classes,
                                const T* intercepts, T* out) {
  clear(out, n * classes);
  if (features > 0) {
    gemm(false, n, classes, features, x, w, out);
  }
  if (intercepts != nullptr) {
    for (Index p = 0; p < n; p++) {
      for (Index k = 0; k < classes; k++) {
        out[p * classes + k] += intercepts[k];
      }
    }
  }
}

template <class T>
double denseMarginsBlas(const LinearCall<T>& call) {
  constexpr Index ROOM = STACK_BYTES / sizeof(T);
  T scratch[ROOM];
  PackedRows<T> packed(call, scratch, ROOM);
  for (Index start = 0; start < call.rowCount; start += packed.count()) {
    const Index n = smaller(packed.count(), call.rowCount - start);
    blasMargins(packed.rows(start, n), n, call.features, call.param, call.intercept,
                call.out + start);
  }
  return 0;
}

template <class T>
double denseLossBlas(const LinearCall<T>& call) {
  constexpr Index ROOM = STACK_BYTES / sizeof(T);
  const Index d = call.features;
  double* g = call.gradient;
  double carry = call.carry;
  BlockScratch<T> block(call.work, d);
  T scratch[ROOM];
  PackedRows<T> packed(call, scratch, ROOM);
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    const T* weights = block.gather(call, start, n);
    if (g != nullptr) {
      clear(block.gradient, d);
    }
    for (Index from = 0; from < n; from += packed.count()) {
      const Index count = smaller(packed.count(), n - from);
      const T* data = packed.rows(start + from, count);
      T* r = block.residual + from;
      blasMargins(data, count, d, call.param, call.intercept, r);
      call.residuals(call, r, block.target + from, at(weights, from), block.loss + from, r, count);
      if (g != nullptr && d > 0) {
        gemv(true, count, d, data, r, block.gradient);
      }
    }
    carry += static_cast<double>(sumBlock(block.loss, n));
    if (g != nullptr) {
      addToAccumulators(block.gradient, d, g);
      if (call.intercept) {
        g[d] += static_cast<double>(sumBlock(block.residual, n));
      }
    }
  }
  return carry;
}

template <class T>
double denseLogitsBlas(const LinearCall<T>& call) {
  const Index classes = call.classes;
  // Room for the transposed coefficients, which this variant does not need.
  PackedRows<T> packed(call, call.work, call.features * LANES<T>);
  for (Index start = 0; start < call.rowCount; start += packed.count()) {
    const Index n = smaller(packed.count(), call.rowCount - start);
    blasLogits(packed.rows(start, n), n, call.features, call.param, classes, call.intercepts(),
               call.out + start * classes);
  }
  return 0;
}

template <class T>
double denseSoftmaxBlas(const LinearCall<T>& call) {
  const Index d = call.features;
  const Index classes = call.classes;
  const Index size = classes * d;
  double* g = call.gradient;
  double carry = call.carry;
  T* sums = call.work;
  T* logits = sums + size;
  T* losses = logits + ROW_BLOCK * classes;
  PackedRows<T> packed(call, losses + ROW_BLOCK, d * LANES<T>);
  ClassTargets<T> targets;
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    targets.gather(call, start, n);
    if (g != nullptr) {
      clear(sums, size);
    }
    for (Index from = 0; from < n; from += packed.count()) {
      const Index count = smaller(packed.count(), n - from);
      const T* data = packed.rows(start + from, count);
      T* z = logits + from * classes;
      blasLogits(data, count, d, call.param, classes, call.intercepts(), z);
      softmaxBlock(z, classes, count, classes, targets.target + from, targets.weightsFrom(from),
                   losses + from);
      if (g != nullptr && d > 0) {
        gemm(true, classes, d, count, z, data, sums);
      }
    }
    carry += static_cast<double>(sumBlock(losses, n));
    if (g != nullptr) {
      addToAccumulators(sums, size, g);
      if (call.intercept) {
        addIntercepts(static_cast<const T*>(logits), classes, n, classes, g + size);
      }
    }
  }
  return carry;
}

}  // namespace detail

}  // namespace gradcore::GRADCORE_ISA
