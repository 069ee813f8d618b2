#pragma once

// Value and gradient of linear models with an output for each class: logits and softmax regression
// over dense and CSR rows, in tiles as in margins.hpp. The contract is FloatLinear.

#include "margins.hpp"
#include "row_losses.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

/** Classes, rounded up to whole register tiles. */
template <class T>
GRADCORE_INLINE Index paddedClasses(Index classes) {
  return (classes + TILE<T> - 1) / TILE<T> * TILE<T>;
}

/** W transposed: features × padded classes, the classes beyond the last 0. */
template <class T>
void transpose(const T* w, Index features, Index classes, Index padded, T* __restrict out) {
  const Index squareClasses = classes / SQUARE<T> * SQUARE<T>;
  const Index squareFeatures = features / SQUARE<T> * SQUARE<T>;
  for (Index j = 0; j < features; j += SQUARE<T>) {
    const Index end = smaller(j + SQUARE<T>, features);
    const Index squares = j < squareFeatures ? squareClasses : 0;
    for (Index k = 0; k < squares; k += SQUARE<T>) {
      transposeSquare(w + k * features + j, features, out + j * padded + k, padded);
    }
    for (Index k = squares; k < classes; k++) {
      for (Index i = j; i < end; i++) {
        out[i * padded + k] = w[k * features + i];
      }
    }
    for (Index i = j; i < end; i++) {
      clear(out + i * padded + classes, padded - classes);
    }
  }
}

/** The same, and the intercepts as the row of a feature more; they may be null. */
template <class T>
void transpose(const T* w, const T* intercepts, Index features, Index classes, Index padded,
               T* __restrict out) {
  transpose(w, features, classes, padded, out);
  if (intercepts != nullptr) {
    copy(out + features * padded, intercepts, classes);
    clear(out + features * padded + classes, padded - classes);
  }
}

/**
 * Logits of ROWS rows and TILE classes: z[p][k] = fma(x[p][j], w[j][k], z[p][k]) for the features j
 * in order from +0, all of them in registers.
 */
template <Index ROWS, class T>
GRADCORE_INLINE void logitsTile(const T* const* x, Index features, const T* transposed,
                                Index padded, T (&result)[TILE_ROWS][TILE<T>]) {
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
GRADCORE_INLINE void gradientTile(const T* const* x, Index column, Index rows, const T* residual,
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
GRADCORE_INLINE void gradientColumns(const T* const* x, Index column, Index rows, const T* residual,
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

  void gather(const LinearCall<T>& call, Index start, Index n) {
    weighted = call.weight != nullptr;
    for (Index p = 0; p < n; p++) {
      Index i = call.rows[start + p];
      target[p] = static_cast<int>(checked(call.classTarget + i, call.classes));
      weight[p] = weighted ? call.weight[i] : T(1);
    }
  }

  const T* weightsFrom(Index p) const { return weighted ? weight + p : nullptr; }
};

template <class T>
double denseLogits(const LinearCall<T>& call) {
  const Index classes = call.classes;
  const Index padded = paddedClasses<T>(classes);
  const T* tileRow[ROW_BLOCK];
  transpose(call.param, call.features, classes, padded, call.work);
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    for (Index p = 0; p < n; p++) {
      tileRow[p] = call.row(start + p);
    }
    logitsOfRows(tileRow, n, call.features, static_cast<const T*>(call.work), classes, padded,
                 call.intercepts(), call.out + start * classes, classes);
  }
  return 0;
}

template <class T>
double denseSoftmax(const LinearCall<T>& call) {
  const Index d = call.features;
  const Index classes = call.classes;
  const Index size = classes * d;
  const Index padded = paddedClasses<T>(classes);
  double* g = call.gradient;
  double carry = call.carry;
  T* sums = call.work;
  T* transposed = sums + size;
  T* logits = transposed + d * padded;
  T* losses = logits + ROW_BLOCK * padded;
  const Index tile = rowsOfTile(d * Index(sizeof(T)), FAR_TILE_BYTES, ROW_BLOCK);
  ClassTargets<T> targets;
  const T* tileRow[ROW_BLOCK];
  transpose(call.param, d, classes, padded, transposed);
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    targets.gather(call, start, n);
    for (Index p = 0; p < n; p++) {
      tileRow[p] = call.row(start + p);
    }
    if (g != nullptr) {
      clear(sums, size);
    }
    for (Index from = 0; from < n; from += tile) {
      const Index count = smaller(tile, n - from);
      T* z = logits + from * padded;
      logitsOfRows(tileRow + from, count, d, static_cast<const T*>(transposed), classes, padded,
                   call.intercepts(), z, padded);
      softmaxBlock(z, padded, count, classes, targets.target + from, targets.weightsFrom(from),
                   losses + from);
      if (g != nullptr) {
        gradientOfRows(tileRow + from, count, d, static_cast<const T*>(z), padded, classes, sums);
      }
    }
    carry += static_cast<double>(sumBlock(losses, n));
    if (g != nullptr) {
      addToAccumulators(sums, size, g);
      if (call.intercept) {
        addIntercepts(static_cast<const T*>(logits), padded, n, classes, g + size);
      }
    }
  }
  return carry;
}

/** Whether the rows have so many entries that transposing W pays: one and a half a feature. */
GRADCORE_INLINE bool transpositionPays(const Sparse& matrix, const Rows& rows, Index rowCount) {
  const Index enough = matrix.features() + matrix.features() / 2;
  Index entries = 0;
  for (Index p = 0; p < rowCount && entries <= enough; p++) {
    const Entries row = matrix.row(rows[p]);
    entries += row.end - row.begin;
  }
  return entries > enough;
}

/** Logits of a CSR row for COUNT classes, from W as it lies. */
template <Index COUNT, class T>
GRADCORE_INLINE void sparseLogitsOfClasses(const Sparse& matrix, Entries row, const T* values,
                                           const T* w, const T* intercepts, T* z) {
  const T* of[COUNT];
  T sum[COUNT];
#pragma GCC unroll 8
  for (Index k = 0; k < COUNT; k++) {
    of[k] = w + k * matrix.features();
    sum[k] = 0;
  }
  for (Index e = row.begin; e < row.end; e++) {
    const T v = values[e];
    const Index column = matrix.column(e);
#pragma GCC unroll 8
    for (Index k = 0; k < COUNT; k++) {
      sum[k] = fma(v, of[k][column], sum[k]);
    }
  }
#pragma GCC unroll 8
  for (Index k = 0; k < COUNT; k++) {
    z[k] = intercepts == nullptr ? sum[k] : sum[k] + intercepts[k];
  }
}

/**
 * Logits of a CSR row for TILES · TILE classes from W transposed: z_k = fma(x_c, w_ck, z_k) for the
 * entries in order, then + b_k unless `intercepts` is null. It stores whole registers as far as
 * `room` goes.
 */
template <Index TILES, class T>
GRADCORE_INLINE void sparseLogitsTiles(const Sparse& matrix, Entries row, const T* values,
                                       const T* transposed, Index padded, const T* intercepts, T* z,
                                       Index room) {
  constexpr Index COUNT = TILES * TILE<T> / WIDTH<T>;
  Register<T> sum[COUNT];
#pragma GCC unroll 8
  for (Index i = 0; i < COUNT; i++) {
    sum[i] = Register<T>{};
  }
  auto add = [&](Index entry, Index column) {
    const Register<T> x = all(values[entry]);
#pragma GCC unroll 8
    for (Index i = 0; i < COUNT; i++) {
      sum[i] = fma(x, load(transposed + column * padded + i * WIDTH<T>), sum[i]);
    }
  };
  Index e = row.begin;
  for (; e + SPARSE_LANES <= row.end; e += SPARSE_LANES) {
    const Columns c = matrix.columns(e, SPARSE_LANES);
#pragma GCC unroll 8
    for (Index j = 0; j < SPARSE_LANES; j++) {
      add(e + j, c[j]);
    }
  }
  for (; e < row.end; e++) {
    add(e, matrix.column(e));
  }
#pragma GCC unroll 8
  for (Index i = 0; i < COUNT; i++) {
    if (intercepts != nullptr) {
      sum[i] += load(intercepts + i * WIDTH<T>);
    }
    const Index left = room - i * WIDTH<T>;
    if (left > 0) {
      storeFirst(z + i * WIDTH<T>, sum[i], left);
    }
  }
}

/** Logits of CSR rows from W transposed, its last row the intercepts if there are any. */
template <class T>
void sparseLogits(const Sparse& matrix, const T* values, const Rows& rows, Index start, Index n,
                  const T* transposed, bool intercept, Index classes, Index padded, T* out,
                  Index stride) {
  const T* b = intercept ? transposed + matrix.features() * padded : nullptr;
  const Index end = (n - 1) * stride + (stride == padded ? padded : classes);
  for (Index p = 0; p < n; p++) {
    const Entries row = matrix.row(rows[start + p]);
    Index k = 0;
    // What is stored beyond the classes is overwritten by the next row.
    for (; k + TILE<T> < classes; k += 2 * TILE<T>) {
      sparseLogitsTiles<2>(matrix, row, values, transposed + k, padded, at(b, k),
                           out + p * stride + k, end - p * stride - k);
    }
    if (k < classes) {
      sparseLogitsTiles<1>(matrix, row, values, transposed + k, padded, at(b, k),
                           out + p * stride + k, end - p * stride - k);
    }
  }
}

/** Logits of CSR rows from W as it lies. */
template <class T>
void sparseLogitsByClass(const Sparse& matrix, const T* values, const Rows& rows, Index start,
                         Index n, const T* w, const T* intercepts, Index classes, T* out,
                         Index stride) {
  const Index d = matrix.features();
  for (Index p = 0; p < n; p++) {
    const Entries row = matrix.row(rows[start + p]);
    T* z = out + p * stride;
    Index k = 0;
    for (; k + 8 <= classes; k += 8) {
      sparseLogitsOfClasses<8>(matrix, row, values, w + k * d, at(intercepts, k), z + k);
    }
    if (k + 4 <= classes) {
      sparseLogitsOfClasses<4>(matrix, row, values, w + k * d, at(intercepts, k), z + k);
      k += 4;
    }
    if (k + 2 <= classes) {
      sparseLogitsOfClasses<2>(matrix, row, values, w + k * d, at(intercepts, k), z + k);
      k += 2;
    }
    if (k < classes) {
      sparseLogitsOfClasses<1>(matrix, row, values, w + k * d, at(intercepts, k), z + k);
    }
  }
}

template <class T>
double csrLogits(const LinearCall<T>& call) {
  const Index classes = call.classes;
  const Index padded = paddedClasses<T>(classes);
  const T* b = call.intercepts();
  if (transpositionPays(call.matrix, call.rows, call.rowCount)) {
    transpose(call.param, b, call.features, classes, padded, call.work);
    sparseLogits(call.matrix, call.x, call.rows, Index(0), call.rowCount,
                 static_cast<const T*>(call.work), call.intercept, classes, padded, call.out,
                 classes);
  } else {
    sparseLogitsByClass(call.matrix, call.x, call.rows, Index(0), call.rowCount, call.param, b,
                        classes, call.out, classes);
  }
  return 0;
}

template <class T>
double csrSoftmax(const LinearCall<T>& call) {
  const Index d = call.features;
  const Index classes = call.classes;
  const Index padded = paddedClasses<T>(classes);
  const T* b = call.intercepts();
  double* g = call.gradient;
  double carry = call.carry;
  T* logits = call.work;
  T* losses = logits + ROW_BLOCK * padded;
  T* transposed = nullptr;
  if (transpositionPays(call.matrix, call.rows, call.rowCount)) {
    transposed = losses + ROW_BLOCK;
    transpose(call.param, b, d, classes, padded, transposed);
  }
  ClassTargets<T> targets;
  for (Index start = 0; start < call.rowCount; start += ROW_BLOCK) {
    const Index n = smaller(ROW_BLOCK, call.rowCount - start);
    targets.gather(call, start, n);
    if (transposed != nullptr) {
      sparseLogits(call.matrix, call.x, call.rows, start, n, static_cast<const T*>(transposed),
                   call.intercept, classes, padded, logits, padded);
    } else {
      sparseLogitsByClass(call.matrix, call.x, call.rows, start, n, call.param, b, classes, logits,
                          padded);
    }
    softmaxBlock(logits, padded, n, classes, targets.target, targets.weightsFrom(0), losses);
    carry += static_cast<double>(sumBlock(losses, n));
    if (g == nullptr) {
      continue;
    }
    // Class by class: one row of the gradient stays in cache over the rows of the block, and no
    // load waits for a store to the same place of another one.
    for (Index k = 0; k < classes; k++) {
      for (Index p = 0; p < n; p++) {
        addSparseRow(call.matrix, call.matrix.row(call.rows[start + p]), call.x,
                     double(logits[p * padded + k]), g + k * d);
      }
    }
    if (call.intercept) {
      addIntercepts(static_cast<const T*>(logits), padded, n, classes, g + classes * d);
    }
  }
  return carry;
}

}  // namespace detail

}  // namespace gradcore::GRADCORE_ISA
