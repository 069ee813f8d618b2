#pragma once

// Value and gradient of linear models with one output over dense and CSR rows. The contract is
// FloatLinearKernels.
//
// Rows are taken in tiles that stay in cache from the margins to the gradient, so that the data are
// read from memory once. No result depends on the tiles: margins and residuals belong to one row,
// and gradients are summed row by row.

#include "point_losses.hpp"
#include "sparse.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

constexpr int SQUARED_ERROR = 0;
constexpr int HALF_SQUARED_ERROR = 1;
constexpr int LOGISTIC_SIGNED = 3;

/** A tile that is read again from the first-level cache, and the largest that is read from L2. */
constexpr Index NEAR_TILE_BYTES = 32 * 1024;
constexpr Index FAR_TILE_BYTES = 256 * 1024;

/** Scratch on the stack for rows copied together. */
constexpr Index STACK_BYTES = 48 * 1024;

/** Rows of a register tile: as many as leave registers free. */
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr Index TILE_ROWS = 8;
#else
constexpr Index TILE_ROWS = 4;
#endif

/** Rows of a tile: at most `limit`, a multiple of TILE_ROWS unless the rows are very long. */
inline Index rowsOfTile(Index rowBytes, Index bytes, Index limit) {
  Index rows = bytes / (rowBytes + 1);
  if (rows < 8) {
    rows = smaller(FAR_TILE_BYTES / (rowBytes + 1), 8);
    return rows < 1 ? 1 : rows;
  }
  return smaller(rows / 8 * 8, limit);
}

/** Turns margins into losses and residuals, element by element. */
template <class T>
void residuals(int loss, const T* margin, const T* target, const T* weight, T* losses, T* residual,
               Index n) {
  T* none = nullptr;
  auto apply = [&](const auto& rule) {
    if (weight == nullptr) {
      lossChunks<false>(rule, margin, target, weight, losses, residual, n, T(1), none);
    } else {
      lossChunks<true>(rule, margin, target, weight, losses, residual, n, T(1), none);
    }
  };
  if (loss == SQUARED_ERROR || loss == HALF_SQUARED_ERROR) {
    apply(rule::SquaredError<T, 0>{loss == SQUARED_ERROR ? T(1) : T(0.5)});
  } else if (loss == LOGISTIC_SIGNED) {
    apply(rule::Logistic<T, 1>{});
  } else {
    apply(rule::Logistic<T, 0>{});
  }
}

/** Margins of dense rows, row by row: so memory is read as one stream. */
template <class T>
inline void margins(const T* const* x, Index rows, Index features, const T* w, int intercept,
                    T* out) {
  for (Index p = 0; p < rows; p++) {
    T dot = dotBlock(x[p], w, features);
    out[p] = intercept == 0 ? dot : dot + w[features];
  }
}

/** g_j = fma(r_p, x_pj, g_j) for the rows p = 0 ... COUNT - 1 in order. */
template <Index COUNT, class T>
inline void addRows(const T* const* x, const T* residual, Index features, T* __restrict g) {
  const T* row[COUNT];
  T r[COUNT];
#pragma GCC unroll 8
  for (Index p = 0; p < COUNT; p++) {
    row[p] = x[p];
    r[p] = residual[p];
  }
  const Index whole = features / TILE<T> * TILE<T>;
#pragma GCC ivdep
  for (Index j = 0; j < whole; j++) {
    T s = g[j];
#pragma GCC unroll 8
    for (Index p = 0; p < COUNT; p++) {
      s = fma(r[p], row[p][j], s);
    }
    g[j] = s;
  }
  if (whole < features) {
    const auto* mask = firstOf<T>(features - whole);
    T* rest = g + whole;
#pragma GCC ivdep
    for (Index j = 0; j < TILE<T>; j++) {
      T s = mask[j] != 0 ? rest[j] : T(0);
#pragma GCC unroll 8
      for (Index p = 0; p < COUNT; p++) {
        s = fma(r[p], mask[j] != 0 ? row[p][whole + j] : T(0), s);
      }
      if (mask[j] != 0) {
        rest[j] = s;
      }
    }
  }
}

/** Adds the gradient of some rows to g. */
template <class T>
inline void addGradient(const T* const* x, Index rows, const T* residual, Index features, T* g) {
  Index p = 0;
  for (; p + 8 <= rows; p += 8) {
    addRows<8>(x + p, residual + p, features, g);
  }
  for (; p < rows; p++) {
    addRows<1>(x + p, residual + p, features, g);
  }
}

template <class T>
inline void clear(T* x, Index n) {
  for (Index j = 0; j < n; j++) {
    x[j] = 0;
  }
}

/** Adds the float sums of a block to the accumulators. */
template <class T>
inline void addToAccumulators(const T* block, Index n, double* __restrict gradient) {
#pragma GCC ivdep
  for (Index j = 0; j < n; j++) {
    gradient[j] += static_cast<double>(block[j]);
  }
}

/** The scratch of a one-output kernel, and its targets and weights. */
template <class T>
struct BlockScratch {
  T* gradient;
  T* residual;
  T* loss;
  T* target;
  T* weight;

  BlockScratch(T* work, Index features)
      : gradient(work),
        residual(work + features),
        loss(residual + ROW_BLOCK),
        target(loss + ROW_BLOCK),
        weight(target + ROW_BLOCK) {}

  /** Copies the targets and weights of n rows; returns the weights, or null. */
  const T* gather(const Rows& rows, Index start, Index n, const T* targets, const T* weights) {
    for (Index p = 0; p < n; p++) {
      target[p] = targets[rows[start + p]];
    }
    if (weights == nullptr) {
      return nullptr;
    }
    for (Index p = 0; p < n; p++) {
      weight[p] = weights[rows[start + p]];
    }
    return weight;
  }
};

}  // namespace detail

template <class T>
void denseMargins(const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                  int rowLimit, int firstRow, int rowCount, const T* param, int paramOffset,
                  int intercept, T* out, int outOffset) {
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const detail::Index d = features;
  const T* data = x + xOffset;
  const T* tileRow[detail::ROW_BLOCK];
  for (detail::Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const detail::Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    for (detail::Index p = 0; p < n; p++) {
      tileRow[p] = data + row[start + p] * d;
    }
    detail::margins(tileRow, n, d, param + paramOffset, intercept, out + outOffset + start);
  }
}

template <class T>
double denseLoss(int loss, const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                 int rowLimit, int firstRow, int rowCount, const T* target, int targetOffset,
                 const T* weight, int weightOffset, const T* param, int paramOffset, int intercept,
                 double* gradient, int gradientOffset, T* work, int workOffset, double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const Index d = features;
  const T* w = param + paramOffset;
  const T* data = x + xOffset;
  double* g = detail::at(gradient, gradientOffset);
  detail::BlockScratch<T> block(work + workOffset, d);
  const Index tile =
      detail::rowsOfTile(d * Index(sizeof(T)), detail::NEAR_TILE_BYTES, detail::LANES<T>);
  const T* tileRow[detail::ROW_BLOCK];
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    const T* weights =
        block.gather(row, start, n, target + targetOffset, detail::at(weight, weightOffset));
    for (Index p = 0; p < n; p++) {
      tileRow[p] = data + row[start + p] * d;
    }
    if (g != nullptr) {
      detail::clear(block.gradient, d);
    }
    for (Index from = 0; from < n; from += tile) {
      const Index count = detail::smaller(tile, n - from);
      T* r = block.residual + from;
      detail::margins(tileRow + from, count, d, w, intercept, r);
      detail::residuals(loss, r, block.target + from, detail::at(weights, from), block.loss + from,
                        r, count);
      if (g != nullptr) {
        detail::addGradient(tileRow + from, count, r, d, block.gradient);
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
void csrMargins(const int* rowPointers, const int* columns, const T* values, int stored,
                int features, const int* rows, int rowsOffset, int rowLimit, int firstRow,
                int rowCount, const T* param, int paramOffset, int intercept, T* out,
                int outOffset) {
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const detail::Sparse matrix(rowPointers, columns, stored, features);
  const T* w = param + paramOffset;
  T* z = out + outOffset;
  for (detail::Index p = 0; p < rowCount; p++) {
    T dot = detail::sparseDot(matrix, matrix.row(row[p]), values, w);
    z[p] = intercept == 0 ? dot : dot + w[features];
  }
}

template <class T>
double csrLoss(int loss, const int* rowPointers, const int* columns, const T* values, int stored,
               int features, const int* rows, int rowsOffset, int rowLimit, int firstRow,
               int rowCount, const T* target, int targetOffset, const T* weight, int weightOffset,
               const T* param, int paramOffset, int intercept, double* gradient, int gradientOffset,
               T* work, int workOffset, double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, rowLimit, firstRow);
  const detail::Sparse matrix(rowPointers, columns, stored, features);
  const T* w = param + paramOffset;
  double* g = detail::at(gradient, gradientOffset);
  detail::BlockScratch<T> block(work + workOffset, features);
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    const T* weights =
        block.gather(row, start, n, target + targetOffset, detail::at(weight, weightOffset));
    T* r = block.residual;
    for (Index p = 0; p < n; p++) {
      T dot = detail::sparseDot(matrix, matrix.row(row[start + p]), values, w);
      r[p] = intercept == 0 ? dot : dot + w[features];
    }
    detail::residuals(loss, r, block.target, weights, block.loss, r, n);
    carry += static_cast<double>(detail::sumBlock(block.loss, n));
    if (g == nullptr) {
      continue;
    }
    for (Index p = 0; p < n; p++) {
      detail::addSparseRow(matrix, matrix.row(row[start + p]), values, double(r[p]), g);
    }
    if (intercept != 0) {
      g[features] += static_cast<double>(detail::sumBlock(r, n));
    }
  }
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA
