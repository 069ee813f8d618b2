#pragma once

// The variants of the dense linear kernels that call BLAS. They sum in the order of OpenBLAS.

#include <cblas.h>

#include "softmax.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

// y is cleared before, and added to: so that no NaN in it can stay.
inline void gemv(bool transposed, Index rows, Index columns, const float* a, const float* x,
                 float* y) {
  cblas_sgemv(CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, static_cast<blasint>(rows),
              static_cast<blasint>(columns), 1.0f, a, static_cast<blasint>(columns), x, 1, 1.0f, y,
              1);
}

inline void gemv(bool transposed, Index rows, Index columns, const double* a, const double* x,
                 double* y) {
  cblas_dgemv(CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, static_cast<blasint>(rows),
              static_cast<blasint>(columns), 1.0, a, static_cast<blasint>(columns), x, 1, 1.0, y,
              1);
}

/** c = a · bᵀ (a: m × k, b: n × k), or c = c + aᵀ · b (a: k × m, b: k × n). */
inline void gemm(bool gradient, Index m, Index n, Index k, const float* a, const float* b,
                 float* c) {
  cblas_sgemm(CblasRowMajor, gradient ? CblasTrans : CblasNoTrans,
              gradient ? CblasNoTrans : CblasTrans, static_cast<blasint>(m),
              static_cast<blasint>(n), static_cast<blasint>(k), 1.0f, a,
              static_cast<blasint>(gradient ? m : k), b, static_cast<blasint>(gradient ? n : k),
              1.0f, c, static_cast<blasint>(n));
}

inline void gemm(bool gradient, Index m, Index n, Index k, const double* a, const double* b,
                 double* c) {
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
  PackedRows(const T* x, Index features, const Rows& rows, T* scratch, Index length, Index limit)
      : x_(x), features_(features), rows_(rows), scratch_(scratch) {
    Index bytes = features * Index(sizeof(T));
    count_ = rowsOfTile(bytes, FAR_TILE_BYTES, limit);
    if (!rows.isRange()) {
      Index room = features == 0 ? limit : length / features;
      // A single row needs no copy.
      count_ = room < 2 ? 1 : smaller(count_, room);
    }
  }

  /** Rows to take at once. */
  Index count() const { return count_; }

  const T* rows(Index start, Index n) {
    if (rows_.isRange() || n == 1) {
      return x_ + rows_[start] * features_;
    }
    for (Index p = 0; p < n; p++) {
      copy(scratch_ + p * features_, x_ + rows_[start + p] * features_, features_);
    }
    return scratch_;
  }

 private:
  const T* x_;
  Index features_;
  const Rows& rows_;
  T* scratch_;
  Index count_;
};

template <class T>
inline void blasMargins(const T* x, Index n, Index features, const T* w, int intercept, T* out) {
  clear(out, n);
  if (features > 0) {
    gemv(false, n, features, x, w, out);
  }
  if (intercept != 0) {
    for (Index p = 0; p < n; p++) {
      out[p] += w[features];
    }
  }
}

template <class T>
inline void blasLogits(const T* x, Index n, Index features, const T* w, Index classes,
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

}  // namespace detail

template <class T>
void denseMarginsBlas(const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                      int rowLimit, int firstRow, int rowCount, const T* param, int paramOffset,
                      int intercept, T* out, int outOffset) {
  using detail::Index;
  constexpr Index ROOM = detail::STACK_BYTES / sizeof(T);
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  T scratch[ROOM];
  detail::PackedRows<T> packed(x + xOffset, features, row, scratch, ROOM, detail::ROW_BLOCK);
  for (Index start = 0; start < rowCount; start += packed.count()) {
    const Index n = detail::smaller(packed.count(), rowCount - start);
    detail::blasMargins(packed.rows(start, n), n, Index(features), param + paramOffset, intercept,
                        out + outOffset + start);
  }
}

template <class T>
double denseLossBlas(int loss, const T* x, int xOffset, int features, const int* rows,
                     int rowsOffset, int rowLimit, int firstRow, int rowCount, const T* target,
                     int targetOffset, const T* weight, int weightOffset, const T* param,
                     int paramOffset, int intercept, double* gradient, int gradientOffset, T* work,
                     int workOffset, double carry) {
  using detail::Index;
  constexpr Index ROOM = detail::STACK_BYTES / sizeof(T);
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const Index d = features;
  double* g = detail::at(gradient, gradientOffset);
  detail::BlockScratch<T> block(work + workOffset, d);
  T scratch[ROOM];
  detail::PackedRows<T> packed(x + xOffset, d, row, scratch, ROOM, detail::ROW_BLOCK);
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    const T* weights =
        block.gather(row, start, n, target + targetOffset, detail::at(weight, weightOffset));
    if (g != nullptr) {
      detail::clear(block.gradient, d);
    }
    for (Index from = 0; from < n; from += packed.count()) {
      const Index count = detail::smaller(packed.count(), n - from);
      const T* data = packed.rows(start + from, count);
      T* r = block.residual + from;
      detail::blasMargins(data, count, d, param + paramOffset, intercept, r);
      detail::residuals(loss, r, block.target + from, detail::at(weights, from), block.loss + from,
                        r, count);
      if (g != nullptr && d > 0) {
        detail::gemv(true, count, d, data, r, block.gradient);
      }
    }
    carry += static_cast<double>(detail::sumBlock(block.loss, n));
    if (g != nullptr) {
      detail::addToAccumulators(block.gradient, d, g);
      if (intercept != 0) {
        g[d] += static_cast<double>(detail::sumBlock(block.residual, n));
      }
    }
  }
  return carry;
}

template <class T>
void denseLogitsBlas(const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                     int rowLimit, int firstRow, int rowCount, const T* param, int paramOffset,
                     int classes, int intercept, T* out, int outOffset, T* work, int workOffset) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const Index d = features;
  const T* w = param + paramOffset;
  // Room for the transposed coefficients, which this variant does not need.
  detail::PackedRows<T> packed(x + xOffset, d, row, work + workOffset, d * detail::LANES<T>,
                               detail::ROW_BLOCK);
  for (Index start = 0; start < rowCount; start += packed.count()) {
    const Index n = detail::smaller(packed.count(), rowCount - start);
    detail::blasLogits(packed.rows(start, n), n, d, w, Index(classes),
                       intercept == 0 ? nullptr : w + classes * d,
                       out + outOffset + start * classes);
  }
}

template <class T>
double denseSoftmaxBlas(const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                        int rowLimit, int firstRow, int rowCount, const int* target,
                        int targetOffset, const T* weight, int weightOffset, const T* param,
                        int paramOffset, int classes, int intercept, double* gradient,
                        int gradientOffset, T* work, int workOffset, double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const Index d = features;
  const Index size = classes * d;
  const T* w = param + paramOffset;
  const T* b = intercept == 0 ? nullptr : w + size;
  double* g = detail::at(gradient, gradientOffset);
  T* sums = work + workOffset;
  T* logits = sums + size;
  T* losses = logits + detail::ROW_BLOCK * Index(classes);
  T* scratch = losses + detail::ROW_BLOCK;
  detail::PackedRows<T> packed(x + xOffset, d, row, scratch, d * detail::LANES<T>,
                               detail::ROW_BLOCK);
  detail::ClassTargets<T> targets;
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    targets.gather(row, start, n, target + targetOffset, Index(classes),
                   detail::at(weight, weightOffset));
    if (g != nullptr) {
      detail::clear(sums, size);
    }
    for (Index from = 0; from < n; from += packed.count()) {
      const Index count = detail::smaller(packed.count(), n - from);
      const T* data = packed.rows(start + from, count);
      T* z = logits + from * classes;
      detail::blasLogits(data, count, d, w, Index(classes), b, z);
      detail::softmaxBlock(z, Index(classes), count, Index(classes), targets.target + from,
                           targets.weightsFrom(from), losses + from);
      if (g != nullptr && d > 0) {
        detail::gemm(true, Index(classes), d, count, z, data, sums);
      }
    }
    carry += static_cast<double>(detail::sumBlock(losses, n));
    if (g != nullptr) {
      detail::addToAccumulators(sums, size, g);
      if (intercept != 0) {
        detail::addIntercepts(static_cast<const T*>(logits), Index(classes), n, Index(classes),
                              g + size);
      }
    }
  }
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA
