#pragma once

// Rows of CSR matrices: their columns, eight at a time and checked as indices.hpp says, and what
// is summed over them.

#include "indices.hpp"

namespace gradcore::GRADCORE_ISA::detail {

/** Lanes of the canonical dot product of a CSR row, and columns that are checked at once. */
constexpr Index SPARSE_LANES = 8;

/** The stored entries of a CSR row: from `begin` to `end` - 1. */
struct Entries {
  Index begin;
  Index end;
};

/** Columns that were checked; those beyond the count that was asked for are 0. */
struct Columns {
  alignas(32) std::uint32_t of[SPARSE_LANES];

  Index operator[](Index j) const { return static_cast<Index>(of[j]); }
};

#if defined(__AVX2__)

/** Ones in the first lanes. */
GRADCORE_INLINE __m256i firstLanes(Index count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)),
                            _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

#endif

/** The arrays of a CSR matrix that hold indices. */
class Sparse {
 public:
  /** `stored` entries, in `features` columns. Without columns no row can have an entry. */
  Sparse(const int* rowPointers, const int* columns, int stored, int features)
      : rowPointers_(rowPointers),
        columns_(columns),
        stored_(features == 0 ? 0 : static_cast<std::uint32_t>(stored)),
        features_(features) {}

  Index features() const { return features_; }

  /** The entries of a row whose number was checked. */
  Entries row(Index i) const {
    const std::uint32_t begin = once(rowPointers_ + i);
    const std::uint32_t end = once(rowPointers_ + i + 1);
    if (begin > end || end > stored_) {
      badIndex();
    }
    return {static_cast<Index>(begin), static_cast<Index>(end)};
  }

  /** The column of an entry. */
  Index column(Index entry) const { return checked(columns_ + entry, features_); }

  /** The columns of `count` entries, at most SPARSE_LANES. */
  Columns columns(Index entry, Index count) const {
#if defined(__AVX2__)
    Columns result;
    _mm256_store_si256(reinterpret_cast<__m256i*>(result.of), vector(entry, count));
#else
    Columns result = {};
    for (Index j = 0; j < count; j++) {
      result.of[j] = static_cast<std::uint32_t>(column(entry + j));
    }
#endif
    return result;
  }

#if defined(__AVX2__)

  /** The same in a register. */
  __m256i vector(Index entry, Index count) const {
    const int* from = columns_ + entry;
    __m256i c = count == SPARSE_LANES ? _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))
                                      : _mm256_maskload_epi32(from, firstLanes(count));
    // The compiler can neither load them again nor know them.
    __asm__("" : "+x"(c));
    const __m256i limit = _mm256_set1_epi32(static_cast<int>(features_));
    // Unsigned: c >= limit. What was not loaded is 0, and the limit more if there is an entry.
    const __m256i bad = _mm256_cmpeq_epi32(_mm256_max_epu32(c, limit), c);
    if (_mm256_testz_si256(bad, bad) == 0) {
      badIndex();
    }
    return c;
  }

#endif

 private:
  const int* rowPointers_;
  const int* columns_;
  std::uint32_t stored_;
  Index features_;
};

/** The lanes of a dot product: of `count` entries from e on, w_c times the value is added. */
template <class T>
struct DotLanes;

#if defined(__AVX512F__)

template <>
struct DotLanes<float> {
  __m256 lane = _mm256_setzero_ps();

  void add(const Sparse& matrix, Index e, Index count, const float* values, const float* w) {
    const __m256 x = _mm256_i32gather_ps(w, matrix.vector(e, count), sizeof(float));
    if (count == SPARSE_LANES) {
      lane = _mm256_fmadd_ps(_mm256_loadu_ps(values + e), x, lane);
    } else {
      const auto which = static_cast<__mmask8>((1u << count) - 1);
      lane = _mm256_mask3_fmadd_ps(_mm256_maskz_loadu_ps(which, values + e), x, lane, which);
    }
  }

  float fold() const { return foldVector(Vector<float, 32>(lane)); }
};

template <>
struct DotLanes<double> {
  __m512d lane = _mm512_setzero_pd();

  void add(const Sparse& matrix, Index e, Index count, const double* values, const double* w) {
    // Masked by all ones: GCC 12 warns of the other one.
    const __m512d x =
        _mm512_mask_i32gather_pd(lane, 0xff, matrix.vector(e, count), w, sizeof(double));
    if (count == SPARSE_LANES) {
      lane = _mm512_fmadd_pd(_mm512_loadu_pd(values + e), x, lane);
    } else {
      const auto which = static_cast<__mmask8>((1u << count) - 1);
      lane = _mm512_mask3_fmadd_pd(_mm512_maskz_loadu_pd(which, values + e), x, lane, which);
    }
  }

  double fold() const { return foldVector(Vector<double, 64>(lane)); }
};

#elif defined(__AVX2__)

// Single loads instead of gathers, which are slower on Zen 1 and 2.

GRADCORE_INLINE __m256 elements(const float* w, const Columns& c) {
  return _mm256_setr_ps(w[c[0]], w[c[1]], w[c[2]], w[c[3]], w[c[4]], w[c[5]], w[c[6]], w[c[7]]);
}

GRADCORE_INLINE __m256d elements(const double* w, const Columns& c, Index first) {
  return _mm256_setr_pd(w[c[first]], w[c[first + 1]], w[c[first + 2]], w[c[first + 3]]);
}

template <>
struct DotLanes<float> {
  __m256 lane = _mm256_setzero_ps();

  void add(const Sparse& matrix, Index e, Index count, const float* values, const float* w) {
    const __m256 x = elements(w, matrix.columns(e, count));
    if (count == SPARSE_LANES) {
      lane = _mm256_fmadd_ps(_mm256_loadu_ps(values + e), x, lane);
    } else {
      const __m256i which = firstLanes(count);
      // Adding 0 * -0 = -0 changes no lane.
      lane = _mm256_fmadd_ps(_mm256_maskload_ps(values + e, which),
                             _mm256_blendv_ps(_mm256_set1_ps(-0.0f), x, _mm256_castsi256_ps(which)),
                             lane);
    }
  }

  float fold() const { return foldVector(Vector<float, 32>(lane)); }
};

template <>
struct DotLanes<double> {
  __m256d low = _mm256_setzero_pd();
  __m256d high = _mm256_setzero_pd();

  void add(const Sparse& matrix, Index e, Index count, const double* values, const double* w) {
    const Columns c = matrix.columns(e, count);
    const __m256d x = elements(w, c, 0);
    const __m256d y = elements(w, c, 4);
    if (count == SPARSE_LANES) {
      low = _mm256_fmadd_pd(_mm256_loadu_pd(values + e), x, low);
      high = _mm256_fmadd_pd(_mm256_loadu_pd(values + e + 4), y, high);
    } else {
      const __m256i which = firstLanes(count);
      addSome(values + e, x, _mm256_castsi256_si128(which), low);
      addSome(values + e + 4, y, _mm256_extracti128_si256(which, 1), high);
    }
  }

  double fold() const { return foldVector(Vector<double, 32>(low + high)); }

 private:
  static void addSome(const double* values, __m256d x, __m128i which, __m256d& lanes) {
    const __m256i mask = _mm256_cvtepi32_epi64(which);
    lanes = _mm256_fmadd_pd(_mm256_maskload_pd(values, mask),
                            _mm256_blendv_pd(_mm256_set1_pd(-0.0), x, _mm256_castsi256_pd(mask)),
                            lanes);
  }
};

#else

template <class T>
struct DotLanes {
  T lane[SPARSE_LANES] = {};

  void add(const Sparse& matrix, Index e, Index count, const T* values, const T* w) {
    const Columns c = matrix.columns(e, count);
    for (Index j = 0; j < count; j++) {
      lane[j] = fma(values[e + j], w[c[j]], lane[j]);
    }
  }

  T fold() const { return foldLanes<SPARSE_LANES>(lane); }
};

#endif

/** Canonical dot product of a CSR row with w, which has matrix.features() elements. */
template <class T>
GRADCORE_INLINE T sparseDot(const Sparse& matrix, Entries row, const T* values, const T* w) {
  DotLanes<T> lanes;
  Index e = row.begin;
  for (; e + SPARSE_LANES <= row.end; e += SPARSE_LANES) {
    lanes.add(matrix, e, SPARSE_LANES, values, w);
  }
  if (e < row.end) {
    lanes.add(matrix, e, row.end - e, values, w);
  }
  return lanes.fold();
}

/** gradient_c = fma(scale, x_c, gradient_c) for the entries of a CSR row in order. */
template <class T>
GRADCORE_INLINE void addSparseRow(const Sparse& matrix, Entries row, const T* values, double scale,
                                  double* gradient) {
  Index e = row.begin;
  for (; e + SPARSE_LANES <= row.end; e += SPARSE_LANES) {
    const Columns c = matrix.columns(e, SPARSE_LANES);
    double x[SPARSE_LANES];
    for (Index j = 0; j < SPARSE_LANES; j++) {
      x[j] = static_cast<double>(values[e + j]);
    }
#pragma GCC unroll 8
    for (Index j = 0; j < SPARSE_LANES; j++) {
      double& sum = gradient[c[j]];
      sum = fma(scale, x[j], sum);
    }
  }
  for (; e < row.end; e++) {
    double& sum = gradient[matrix.column(e)];
    sum = fma(scale, static_cast<double>(values[e]), sum);
  }
}

}  // namespace gradcore::GRADCORE_ISA::detail
