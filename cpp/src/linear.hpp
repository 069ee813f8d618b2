#pragma once

// Value and gradient of linear models over dense and CSR rows. The contract is FloatLinearKernels.
//
// Rows are taken in tiles that stay in cache from the margins to the gradient, so that the data are
// read from memory once. No result depends on the tiles: margins and residuals belong to one row,
// and gradients are summed row by row.

#include <cblas.h>

#include "losses.hpp"

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

/** The rows of a call: a list of row numbers, or a range. */
struct Rows {
  const int* list;
  Index first;

  Rows(const int* rows, int rowsOffset, int firstRow)
      : list(at(rows, rowsOffset)), first(firstRow) {}

  Index operator[](Index position) const {
    return list == nullptr ? first + position : list[position];
  }
};

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
    apply(SquaredError<T>{loss == SQUARED_ERROR ? T(1) : T(0.5)});
  } else if (loss == LOGISTIC_SIGNED) {
    apply(Logistic<T, true>{});
  } else {
    apply(Logistic<T, false>{});
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
                  int firstRow, int rowCount, const T* param, int paramOffset, int intercept,
                  T* out, int outOffset) {
  const detail::Rows row(rows, rowsOffset, firstRow);
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
                 int firstRow, int rowCount, const T* target, int targetOffset, const T* weight,
                 int weightOffset, const T* param, int paramOffset, int intercept, double* gradient,
                 int gradientOffset, T* work, int workOffset, double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
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
    const T* weights = block.gather(row, start, n, target + targetOffset,
                                    detail::at(weight, weightOffset));
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
      detail::residuals(loss, r, block.target + from, detail::at(weights, from),
                        block.loss + from, r, count);
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

namespace detail {

/** Canonical dot product of the entries from ... to - 1 of a CSR row. */
template <class T>
inline T sparseDot(const int* columns, const T* values, Index from, Index to, const T* w) {
  constexpr Index SPARSE_LANES = 8;
  T lane[SPARSE_LANES] = {};
  Index e = from;
  for (; e + SPARSE_LANES <= to; e += SPARSE_LANES) {
    for (Index j = 0; j < SPARSE_LANES; j++) {
      lane[j] = fma(values[e + j], w[columns[e + j]], lane[j]);
    }
  }
  for (Index j = 0; j < to - e; j++) {
    lane[j] = fma(values[e + j], w[columns[e + j]], lane[j]);
  }
  return foldLanes<SPARSE_LANES>(lane);
}

}  // namespace detail

template <class T>
void csrMargins(const int* rowPointers, const int* columns, const T* values, int features,
                const int* rows, int rowsOffset, int firstRow, int rowCount, const T* param,
                int paramOffset, int intercept, T* out, int outOffset) {
  const detail::Rows row(rows, rowsOffset, firstRow);
  const T* w = param + paramOffset;
  T* z = out + outOffset;
  for (detail::Index p = 0; p < rowCount; p++) {
    detail::Index i = row[p];
    T dot = detail::sparseDot(columns, values, rowPointers[i], rowPointers[i + 1], w);
    z[p] = intercept == 0 ? dot : dot + w[features];
  }
}

template <class T>
double csrLoss(int loss, const int* rowPointers, const int* columns, const T* values, int features,
               const int* rows, int rowsOffset, int firstRow, int rowCount, const T* target,
               int targetOffset, const T* weight, int weightOffset, const T* param, int paramOffset,
               int intercept, double* gradient, int gradientOffset, T* work, int workOffset,
               double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
  const T* w = param + paramOffset;
  double* g = detail::at(gradient, gradientOffset);
  detail::BlockScratch<T> block(work + workOffset, features);
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    const T* weights = block.gather(row, start, n, target + targetOffset,
                                    detail::at(weight, weightOffset));
    T* r = block.residual;
    for (Index p = 0; p < n; p++) {
      Index i = row[start + p];
      T dot = detail::sparseDot(columns, values, rowPointers[i], rowPointers[i + 1], w);
      r[p] = intercept == 0 ? dot : dot + w[features];
    }
    detail::residuals(loss, r, block.target, weights, block.loss, r, n);
    carry += static_cast<double>(detail::sumBlock(block.loss, n));
    if (g == nullptr) {
      continue;
    }
    for (Index p = 0; p < n; p++) {
      Index i = row[start + p];
      double scale = r[p];
      for (Index e = rowPointers[i]; e < rowPointers[i + 1]; e++) {
        g[columns[e]] = detail::fma(scale, static_cast<double>(values[e]), g[columns[e]]);
      }
    }
    if (intercept != 0) {
      g[features] += static_cast<double>(detail::sumBlock(r, n));
    }
  }
  return carry;
}

namespace detail {

/** Classes, rounded up to whole register tiles. */
template <class T>
inline Index paddedClasses(Index classes) {
  return (classes + TILE<T> - 1) / TILE<T> * TILE<T>;
}

/** W transposed: features × padded classes, the classes beyond the last 0. */
template <class T>
void transpose(const T* w, Index features, Index classes, Index padded, T* __restrict out) {
  for (Index j = 0; j < features; j += TILE<T>) {
    Index end = smaller(j + TILE<T>, features);
    for (Index k = 0; k < classes; k++) {
      for (Index i = j; i < end; i++) {
        out[i * padded + k] = w[k * features + i];
      }
    }
    for (Index i = j; i < end; i++) {
      clear(out + i * padded + classes, padded - classes);
    }
  }
}

/**
 * Logits of ROWS rows and TILE classes: z[p][k] = fma(x[p][j], w[j][k], z[p][k]) for the features j
 * in order from +0, all of them in registers.
 */
template <Index ROWS, class T>
inline void logitsTile(const T* const* x, Index features, const T* transposed, Index padded,
                       T (&result)[TILE_ROWS][TILE<T>]) {
  const T* row[ROWS];
  T acc[ROWS][TILE<T>];
  for (Index p = 0; p < ROWS; p++) {
    row[p] = x[p];
    for (Index k = 0; k < TILE<T>; k++) {
      acc[p][k] = 0;
    }
  }
  for (Index j = 0; j < features; j++) {
    const T* w = transposed + j * padded;
#pragma GCC unroll 8
    for (Index p = 0; p < ROWS; p++) {
      T v = row[p][j];
      for (Index k = 0; k < TILE<T>; k++) {
        acc[p][k] = fma(v, w[k], acc[p][k]);
      }
    }
  }
  for (Index p = 0; p < ROWS; p++) {
    for (Index k = 0; k < TILE<T>; k++) {
      result[p][k] = acc[p][k];
    }
  }
}

/** Logits of some dense rows, of all classes, to rows of `out` that are `stride` apart. */
template <class T>
void logitsOfRows(const T* const* x, Index rows, Index features, const T* transposed, Index classes,
                  Index padded, const T* intercepts, T* out, Index stride) {
  T z[TILE_ROWS][TILE<T>];
  for (Index k = 0; k < classes; k += TILE<T>) {
    Index width = smaller(TILE<T>, classes - k);
    for (Index p = 0; p < rows;) {
      Index count = TILE_ROWS;
      if (p + TILE_ROWS <= rows) {
        logitsTile<TILE_ROWS>(x + p, features, transposed + k, padded, z);
      } else {
        count = 1;
        logitsTile<1>(x + p, features, transposed + k, padded, z);
      }
      for (Index q = 0; q < count; q++, p++) {
        T* to = out + p * stride + k;
        for (Index i = 0; i < width; i++) {
          to[i] = intercepts == nullptr ? z[q][i] : z[q][i] + intercepts[k + i];
        }
      }
    }
  }
}

/**
 * g[k][j] = fma(r[p][k], x[p][j], g[k][j]) for the rows p in order, for COUNT classes k and TILE
 * columns j, held in registers over the rows.
 */
template <Index COUNT, class T>
inline void gradientTile(const T* const* x, Index column, Index rows, const T* residual,
                         Index stride, T* g, Index features) {
  T acc[COUNT][TILE<T>];
  for (Index k = 0; k < COUNT; k++) {
    for (Index j = 0; j < TILE<T>; j++) {
      acc[k][j] = g[k * features + j];
    }
  }
  for (Index p = 0; p < rows; p++) {
    const T* row = x[p] + column;
    const T* r = residual + p * stride;
#pragma GCC unroll 8
    for (Index k = 0; k < COUNT; k++) {
      T scale = r[k];
      for (Index j = 0; j < TILE<T>; j++) {
        acc[k][j] = fma(scale, row[j], acc[k][j]);
      }
    }
  }
  for (Index k = 0; k < COUNT; k++) {
    for (Index j = 0; j < TILE<T>; j++) {
      g[k * features + j] = acc[k][j];
    }
  }
}

/** The gradient of all classes for TILE columns. */
template <class T>
inline void gradientColumns(const T* const* x, Index column, Index rows, const T* residual,
                            Index stride, Index classes, T* g, Index features) {
  Index k = 0;
  for (; k + TILE_ROWS <= classes; k += TILE_ROWS) {
    gradientTile<TILE_ROWS>(x, column, rows, residual + k, stride, g + k * features, features);
  }
  for (; k + 2 <= classes; k += 2) {
    gradientTile<2>(x, column, rows, residual + k, stride, g + k * features, features);
  }
  for (; k < classes; k++) {
    gradientTile<1>(x, column, rows, residual + k, stride, g + k * features, features);
  }
}

/** Adds the gradient of up to ROW_BLOCK rows to g, classes × features. */
template <class T>
void gradientOfRows(const T* const* x, Index rows, Index features, const T* residual, Index stride,
                    Index classes, T* g) {
  Index j = 0;
  for (; j + TILE<T> <= features; j += TILE<T>) {
    gradientColumns(x, j, rows, residual, stride, classes, g + j, features);
  }
  Index rest = features - j;
  if (rest == 0) {
    return;
  }
  // The last columns as a padded copy, so that they take the same loop.
  T columns[ROW_BLOCK][TILE<T>];
  const T* row[ROW_BLOCK];
  for (Index p = 0; p < rows; p++) {
    for (Index i = 0; i < TILE<T>; i++) {
      columns[p][i] = i < rest ? x[p][j + i] : T(0);
    }
    row[p] = columns[p];
  }
  T sums[TILE_ROWS][TILE<T>];
  for (Index k = 0; k < classes; k += TILE_ROWS) {
    Index count = smaller(TILE_ROWS, classes - k);
    for (Index q = 0; q < count; q++) {
      for (Index i = 0; i < TILE<T>; i++) {
        sums[q][i] = i < rest ? g[(k + q) * features + j + i] : T(0);
      }
    }
    gradientColumns(row, Index(0), rows, residual + k, stride, count, sums[0], TILE<T>);
    for (Index q = 0; q < count; q++) {
      for (Index i = 0; i < rest; i++) {
        g[(k + q) * features + j + i] = sums[q][i];
      }
    }
  }
}

/** Losses of up to ROW_BLOCK rows, and residuals in place of their logits. */
template <class T>
void softmaxBlock(T* logits, Index stride, Index rows, Index classes, const int* target,
                  const T* weight, T* loss) {
  for (Index p = 0; p < rows; p += SOFTMAX_ROWS<T>) {
    Index n = smaller(SOFTMAX_ROWS<T>, rows - p);
    T* z = logits + p * stride;
    softmaxRows(static_cast<const T*>(z), stride, n, classes, target + p, at(weight, p), loss + p,
                z, stride, T(1));
  }
}

/** Adds the residuals of a row block to the gradient of the intercepts. */
template <class T>
void addIntercepts(const T* residual, Index stride, Index rows, Index classes, double* gradient) {
  T sum[TILE<T>];
  for (Index k = 0; k < classes; k += TILE<T>) {
    Index width = smaller(TILE<T>, classes - k);
    clear(sum, TILE<T>);
    for (Index p = 0; p < rows; p++) {
      for (Index i = 0; i < width; i++) {
        sum[i] += residual[p * stride + k + i];
      }
    }
    for (Index i = 0; i < width; i++) {
      gradient[k + i] += static_cast<double>(sum[i]);
    }
  }
}

/** The targets and weights of a row block of a softmax kernel. */
template <class T>
struct ClassTargets {
  int target[ROW_BLOCK];
  T weight[ROW_BLOCK];
  bool weighted = false;

  void gather(const Rows& rows, Index start, Index n, const int* targets, const T* weights) {
    weighted = weights != nullptr;
    for (Index p = 0; p < n; p++) {
      Index i = rows[start + p];
      target[p] = targets[i];
      weight[p] = weighted ? weights[i] : T(1);
    }
  }

  const T* weightsFrom(Index p) const { return weighted ? weight + p : nullptr; }
};

}  // namespace detail

template <class T>
void denseLogits(const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                 int firstRow, int rowCount, const T* param, int paramOffset, int classes,
                 int intercept, T* out, int outOffset, T* work, int workOffset) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
  const Index d = features;
  const Index padded = detail::paddedClasses<T>(classes);
  const T* w = param + paramOffset;
  const T* b = intercept == 0 ? nullptr : w + classes * d;
  T* transposed = work + workOffset;
  const T* tileRow[detail::ROW_BLOCK];
  detail::transpose(w, d, classes, padded, transposed);
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    for (Index p = 0; p < n; p++) {
      tileRow[p] = x + xOffset + row[start + p] * d;
    }
    detail::logitsOfRows(tileRow, n, d, transposed, Index(classes), padded, b,
                         out + outOffset + start * classes, Index(classes));
  }
}

template <class T>
double denseSoftmax(const T* x, int xOffset, int features, const int* rows, int rowsOffset,
                    int firstRow, int rowCount, const int* target, int targetOffset,
                    const T* weight, int weightOffset, const T* param, int paramOffset, int classes,
                    int intercept, double* gradient, int gradientOffset, T* work, int workOffset,
                    double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
  const Index d = features;
  const Index size = classes * d;
  const Index padded = detail::paddedClasses<T>(classes);
  const T* w = param + paramOffset;
  const T* b = intercept == 0 ? nullptr : w + size;
  double* g = detail::at(gradient, gradientOffset);
  T* sums = work + workOffset;
  T* transposed = sums + size;
  T* logits = transposed + d * padded;
  T* losses = logits + detail::ROW_BLOCK * padded;
  const Index tile =
      detail::rowsOfTile(d * Index(sizeof(T)), detail::FAR_TILE_BYTES, detail::ROW_BLOCK);
  detail::ClassTargets<T> targets;
  const T* tileRow[detail::ROW_BLOCK];
  detail::transpose(w, d, classes, padded, transposed);
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    targets.gather(row, start, n, target + targetOffset, detail::at(weight, weightOffset));
    for (Index p = 0; p < n; p++) {
      tileRow[p] = x + xOffset + row[start + p] * d;
    }
    if (g != nullptr) {
      detail::clear(sums, size);
    }
    for (Index from = 0; from < n; from += tile) {
      const Index count = detail::smaller(tile, n - from);
      T* z = logits + from * padded;
      detail::logitsOfRows(tileRow + from, count, d, transposed, Index(classes), padded, b, z,
                           padded);
      detail::softmaxBlock(z, padded, count, Index(classes), targets.target + from,
                           targets.weightsFrom(from), losses + from);
      if (g != nullptr) {
        detail::gradientOfRows(tileRow + from, count, d, static_cast<const T*>(z), padded,
                               Index(classes), sums);
      }
    }
    carry += static_cast<double>(detail::sumBlock(losses, n));
    if (g != nullptr) {
      detail::addToAccumulators(sums, size, g);
      if (intercept != 0) {
        detail::addIntercepts(logits, padded, n, Index(classes), g + size);
      }
    }
  }
  return carry;
}

namespace detail {

/** Whether the rows have so many entries that transposing W pays. */
inline bool transpositionPays(const int* rowPointers, const Rows& rows, Index rowCount,
                              Index features) {
  Index entries = 0;
  for (Index p = 0; p < rowCount; p++) {
    Index i = rows[p];
    entries += rowPointers[i + 1] - rowPointers[i];
    if (entries > features) {
      return true;
    }
  }
  return false;
}

/**
 * Logits of CSR rows. `transposed` may be null: the sums run over the entries in order either way.
 */
template <class T>
void sparseLogits(const int* rowPointers, const int* columns, const T* values, Index features,
                  const Rows& rows, Index start, Index n, const T* w, const T* transposed,
                  Index classes, Index padded, const T* intercepts, T* out, Index stride) {
  for (Index p = 0; p < n; p++) {
    Index i = rows[start + p];
    const Index begin = rowPointers[i];
    const Index end = rowPointers[i + 1];
    T* z = out + p * stride;
    if (transposed == nullptr) {
      for (Index k = 0; k < classes; k++) {
        T sum = 0;
        for (Index e = begin; e < end; e++) {
          sum = fma(values[e], w[k * features + columns[e]], sum);
        }
        z[k] = intercepts == nullptr ? sum : sum + intercepts[k];
      }
      continue;
    }
    for (Index k = 0; k < classes; k += TILE<T>) {
      T acc[TILE<T>];
      for (Index q = 0; q < TILE<T>; q++) {
        acc[q] = 0;
      }
      for (Index e = begin; e < end; e++) {
        T v = values[e];
        const T* from = transposed + columns[e] * padded + k;
        for (Index q = 0; q < TILE<T>; q++) {
          acc[q] = fma(v, from[q], acc[q]);
        }
      }
      Index width = smaller(TILE<T>, classes - k);
      for (Index q = 0; q < width; q++) {
        z[k + q] = intercepts == nullptr ? acc[q] : acc[q] + intercepts[k + q];
      }
    }
  }
}

}  // namespace detail

template <class T>
void csrLogits(const int* rowPointers, const int* columns, const T* values, int features,
               const int* rows, int rowsOffset, int firstRow, int rowCount, const T* param,
               int paramOffset, int classes, int intercept, T* out, int outOffset, T* work,
               int workOffset) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
  const Index d = features;
  const Index padded = detail::paddedClasses<T>(classes);
  const T* w = param + paramOffset;
  const T* b = intercept == 0 ? nullptr : w + classes * d;
  T* transposed = nullptr;
  if (detail::transpositionPays(rowPointers, row, rowCount, d)) {
    transposed = work + workOffset;
    detail::transpose(w, d, classes, padded, transposed);
  }
  detail::sparseLogits(rowPointers, columns, values, d, row, Index(0), Index(rowCount), w,
                       static_cast<const T*>(transposed), Index(classes), padded, b,
                       out + outOffset, Index(classes));
}

template <class T>
double csrSoftmax(const int* rowPointers, const int* columns, const T* values, int features,
                  const int* rows, int rowsOffset, int firstRow, int rowCount, const int* target,
                  int targetOffset, const T* weight, int weightOffset, const T* param,
                  int paramOffset, int classes, int intercept, double* gradient, int gradientOffset,
                  T* work, int workOffset, double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
  const Index d = features;
  const Index size = classes * d;
  const Index padded = detail::paddedClasses<T>(classes);
  const T* w = param + paramOffset;
  const T* b = intercept == 0 ? nullptr : w + size;
  double* g = detail::at(gradient, gradientOffset);
  T* logits = work + workOffset;
  T* losses = logits + detail::ROW_BLOCK * padded;
  T* transposed = nullptr;
  if (detail::transpositionPays(rowPointers, row, rowCount, d)) {
    transposed = losses + detail::ROW_BLOCK;
    detail::transpose(w, d, classes, padded, transposed);
  }
  detail::ClassTargets<T> targets;
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    targets.gather(row, start, n, target + targetOffset, detail::at(weight, weightOffset));
    detail::sparseLogits(rowPointers, columns, values, d, row, start, n, w,
                         static_cast<const T*>(transposed), Index(classes), padded, b, logits,
                         padded);
    detail::softmaxBlock(logits, padded, n, Index(classes), targets.target,
                         targets.weightsFrom(0), losses);
    carry += static_cast<double>(detail::sumBlock(losses, n));
    if (g == nullptr) {
      continue;
    }
    // Class by class, so that one row of the gradient stays in cache over the rows of the block.
    for (Index k = 0; k < classes; k++) {
      double* to = g + k * d;
      for (Index p = 0; p < n; p++) {
        Index i = row[start + p];
        double r = logits[p * padded + k];
        for (Index e = rowPointers[i]; e < rowPointers[i + 1]; e++) {
          to[columns[e]] = detail::fma(r, static_cast<double>(values[e]), to[columns[e]]);
        }
      }
    }
    if (intercept != 0) {
      detail::addIntercepts(logits, padded, n, Index(classes), g + size);
    }
  }
  return carry;
}

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

// The variants that call BLAS. They sum in the order of OpenBLAS.

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
    if (rows.list != nullptr) {
      Index room = features == 0 ? limit : length / features;
      // A single row needs no copy.
      count_ = room < 2 ? 1 : smaller(count_, room);
    }
  }

  /** Rows to take at once. */
  Index count() const { return count_; }

  const T* rows(Index start, Index n) {
    if (rows_.list == nullptr || n == 1) {
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
                      int firstRow, int rowCount, const T* param, int paramOffset, int intercept,
                      T* out, int outOffset) {
  using detail::Index;
  constexpr Index ROOM = detail::STACK_BYTES / sizeof(T);
  const detail::Rows row(rows, rowsOffset, firstRow);
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
                     int rowsOffset, int firstRow, int rowCount, const T* target, int targetOffset,
                     const T* weight, int weightOffset, const T* param, int paramOffset,
                     int intercept, double* gradient, int gradientOffset, T* work, int workOffset,
                     double carry) {
  using detail::Index;
  constexpr Index ROOM = detail::STACK_BYTES / sizeof(T);
  const detail::Rows row(rows, rowsOffset, firstRow);
  const Index d = features;
  double* g = detail::at(gradient, gradientOffset);
  detail::BlockScratch<T> block(work + workOffset, d);
  T scratch[ROOM];
  detail::PackedRows<T> packed(x + xOffset, d, row, scratch, ROOM, detail::ROW_BLOCK);
  for (Index start = 0; start < rowCount; start += detail::ROW_BLOCK) {
    const Index n = detail::smaller(detail::ROW_BLOCK, rowCount - start);
    const T* weights = block.gather(row, start, n, target + targetOffset,
                                    detail::at(weight, weightOffset));
    if (g != nullptr) {
      detail::clear(block.gradient, d);
    }
    for (Index from = 0; from < n; from += packed.count()) {
      const Index count = detail::smaller(packed.count(), n - from);
      const T* data = packed.rows(start + from, count);
      T* r = block.residual + from;
      detail::blasMargins(data, count, d, param + paramOffset, intercept, r);
      detail::residuals(loss, r, block.target + from, detail::at(weights, from),
                        block.loss + from, r, count);
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
                     int firstRow, int rowCount, const T* param, int paramOffset, int classes,
                     int intercept, T* out, int outOffset, T* work, int workOffset) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
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
                        int firstRow, int rowCount, const int* target, int targetOffset,
                        const T* weight, int weightOffset, const T* param, int paramOffset,
                        int classes, int intercept, double* gradient, int gradientOffset, T* work,
                        int workOffset, double carry) {
  using detail::Index;
  const detail::Rows row(rows, rowsOffset, firstRow);
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
    targets.gather(row, start, n, target + targetOffset, detail::at(weight, weightOffset));
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
