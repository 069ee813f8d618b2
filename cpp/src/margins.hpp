#pragma once

// Value and gradient of linear models with one output over dense and CSR rows. The contract is
// FloatLinear.
//
// Rows are taken in tiles that stay in cache from the margins to the gradient, so that the data are
// read from memory once. No result depends on the tiles: margins and residuals belong to one row,
// and gradients are summed row by row.

#include "linear_call.hpp"
#include "point_losses.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

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
GRADCORE_INLINE Index rowsOfTile(Index rowBytes, Index bytes, Index limit) {
  Index rows = bytes / (rowBytes + 1);
  if (rows < 8) {
    rows = smaller(FAR_TILE_BYTES / (rowBytes + 1), 8);
    return rows < 1 ? 1 : rows;
  }
  return smaller(rows / 8 * 8, limit);
}

/** Turns margins into losses and residuals by a rule, element by element. */
template <class Rule, class T>
void residuals(const LinearCall<T>& call, const T* margin, const T* target, const T* weight,
               T* losses, T* residual, Index n) {
  const Rule rule = ruleOf<Rule>(call.scalars);
  T* none = nullptr;
  if (weight == nullptr) {
    lossChunks<false>(rule, margin, target, weight, losses, residual, n, T(1), none);
  } else {
    lossChunks<true>(rule, margin, target, weight, losses, residual, n, T(1), none);
  }
}

/** Margins of dense rows, row by row: so memory is read as one stream. */
template <class T>
GRADCORE_INLINE void margins(const T* const* x, Index rows, Index features, const T* w,
                             bool intercept, T* out) {
  for (Index p = 0; p < rows; p++) {
    T dot = dotBlock(x[p], w, features);
    out[p] = intercept ? dot + w[features] : dot;
  }
}

/** g_j = fma(r_p, x_pj, g_j) for the rows p = 0 ... COUNT - 1 in order. */
template <Index COUNT, class T>
GRADCORE_INLINE void addRows(const T* const* x, const T* residual, Index features,
                             T* __restrict g) {
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
#pragma GCC unroll 8
  for (Index c = whole; c < whole + TILE<T>; c += WIDTH<T>) {
    const Index left = features - c;
    if (left > 0) {
      Register<T> s = loadFirst(g + c, left);
#pragma GCC unroll 8
      for (Index p = 0; p < COUNT; p++) {
        s = fma(all(r[p]), loadFirst(row[p] + c, left), s);
      }
      storeFirst(g + c, s, left);
    }
  }
}

/** Adds the gradient of some rows to g. */
template <class T>
GRADCORE_INLINE void addGradient(const T* const* x, Index rows, const T* residual, Index features,
                                 T* g) {
  Index p = 0;
  for (; p + 8 <= rows; p += 8) {
    addRows<8>(x + p, residual + p, features, g);
  }
  for (; p < rows; p++) {
    addRows<1>(x + p, residual + p, features, g);
  }
}

template <class T>
GRADCORE_INLINE void clear(T* x, Index n) {
  for (Index j = 0; j < n; j++) {
    x[j] = 0;
  }
}

/** Adds the float sums of a block to the accumulators. */
template <class T>
GRADCORE_INLINE void addToAccumulators(const T* block, Index n, double* __restrict gradient) {
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
  const T* gather(const LinearCall<T>& call, Index start, Index n) {
    for (Index p = 0; p < n; p++) {
      target[p] = call.target[call.rows[start + p]];
    }
    if (call.weight == nullptr) {
      return nullptr;
    }
    for (Index p = 0; p < n; p++) {
      weight[p] = call.weight[call.rows[start + p]];
    }
    return weight;
  }
};

template <class T>
double denseMargins(const LinearCall<T>& call) {
  const T* tileRow[ROW_BLOCK];
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    for (Index p = 0; p < n; p++) {
      tileRow[p] = call.row(start + p);
    }
    margins(tileRow, n, call.features, call.param, call.intercept, call.out + start);
  }
  return 0;
}

template <class T>
double denseLoss(const LinearCall<T>& call) {
  const Index d = call.features;
  double* g = call.gradient;
  double carry = call.carry;
  BlockScratch<T> block(call.work, d);
  const Index tile = rowsOfTile(d * Index(sizeof(T)), NEAR_TILE_BYTES, LANES<T>);
  const T* tileRow[ROW_BLOCK];
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    const T* weights = block.gather(call, start, n);
    for (Index p = 0; p < n; p++) {
      tileRow[p] = call.row(start + p);
    }
    if (g != nullptr) {
      clear(block.gradient, d);
    }
    for (Index from = 0; from < n; from += tile) {
      const Index count = smaller(tile, n - from);
      T* r = block.residual + from;
      margins(tileRow + from, count, d, call.param, call.intercept, r);
      call.residuals(call, r, block.target + from, at(weights, from), block.loss + from, r, count);
      if (g != nullptr) {
        addGradient(tileRow + from, count, r, d, block.gradient);
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

/** Margins of n CSR rows. */
template <class T>
GRADCORE_INLINE void sparseMargins(const LinearCall<T>& call, Index start, Index n, T* z) {
  for (Index p = 0; p < n; p++) {
    T dot = sparseDot(call.matrix, call.matrix.row(call.rows[start + p]), call.x, call.param);
    z[p] = call.intercept ? dot + call.param[call.features] : dot;
  }
}

template <class T>
double csrMargins(const LinearCall<T>& call) {
  sparseMargins(call, 0, call.rowCount, call.out);
  return 0;
}

template <class T>
double csrLoss(const LinearCall<T>& call) {
  double* g = call.gradient;
  double carry = call.carry;
  BlockScratch<T> block(call.work, call.features);
  T* r = block.residual;
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    const T* weights = block.gather(call, start, n);
    sparseMargins(call, start, n, r);
    call.residuals(call, r, block.target, weights, block.loss, r, n);
    carry += static_cast<double>(sumBlock(block.loss, n));
    if (g == nullptr) {
      continue;
    }
    for (Index p = 0; p < n; p++) {
      addSparseRow(call.matrix, call.matrix.row(call.rows[start + p]), call.x, double(r[p]), g);
    }
    if (call.intercept) {
      g[call.features] += static_cast<double>(sumBlock(r, n));
    }
  }
  return carry;
}

}  // namespace detail

}  // namespace gradcore::GRADCORE_ISA
