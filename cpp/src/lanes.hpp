#pragma once

// The canonical order of sums, which no vector width can see: 256 bytes of lanes, element i in lane
// i mod LANES, lanes folded by halving. Loops over lanes have a constant length, so that the
// compiler keeps the lanes in registers.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "inline.hpp"

#ifndef GRADCORE_ISA
#define GRADCORE_ISA generic
#endif

namespace gradcore::GRADCORE_ISA::detail {

using Index = std::ptrdiff_t;

/** Elements per block of a reduction over an array. */
constexpr Index REDUCTION_BLOCK = 4096;

/** Rows per block of the linear kernels. */
constexpr Index ROW_BLOCK = 256;

/** Virtual lanes of a dense reduction. */
template <class T>
constexpr Index LANES = 256 / sizeof(T);

/** Elements of the widest vector register. */
template <class T>
constexpr Index TILE = 64 / sizeof(T);

// Not the functions of <cmath>: an inline function shared by the instruction sets could be linked
// in the version of the wrong one.
GRADCORE_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
GRADCORE_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
GRADCORE_INLINE float sqrt(float x) { return __builtin_sqrtf(x); }
GRADCORE_INLINE double sqrt(double x) { return __builtin_sqrt(x); }
GRADCORE_INLINE float abs(float x) { return __builtin_fabsf(x); }
GRADCORE_INLINE double abs(double x) { return __builtin_fabs(x); }

GRADCORE_INLINE Index smaller(Index a, Index b) { return a < b ? a : b; }

/** The first element used of an array that may be null. */
template <class P>
GRADCORE_INLINE P* at(P* array, Index offset) {
  return array == nullptr ? nullptr : array + offset;
}

template <class T>
GRADCORE_INLINE void copy(T* to, const T* from, Index length) {
  std::memcpy(to, from, static_cast<std::size_t>(length) * sizeof(T));
}

template <class T, int BYTES>
struct VectorOf {
  typedef T Type __attribute__((vector_size(BYTES)));
};

template <class T, int BYTES>
using Vector = typename VectorOf<T, BYTES>::Type;

#if defined(__AVX512F__)
constexpr int REGISTER_BYTES = 64;
#elif defined(__AVX2__)
constexpr int REGISTER_BYTES = 32;
#else
constexpr int REGISTER_BYTES = 16;
#endif

/** A register of elements. */
template <class T>
using Register = Vector<T, REGISTER_BYTES>;

/** The side of a square that is transposed in registers. */
template <class T>
constexpr Index SQUARE = REGISTER_BYTES / sizeof(T) < 8 ? REGISTER_BYTES / sizeof(T) : 8;

template <class T>
GRADCORE_INLINE Register<T> load(const T* from) {
  Register<T> v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

#if defined(__AVX512F__)
GRADCORE_INLINE Register<float> fma(Register<float> a, Register<float> b, Register<float> c) {
  return _mm512_fmadd_ps(a, b, c);
}
GRADCORE_INLINE Register<double> fma(Register<double> a, Register<double> b, Register<double> c) {
  return _mm512_fmadd_pd(a, b, c);
}
#elif defined(__AVX2__)
GRADCORE_INLINE Register<float> fma(Register<float> a, Register<float> b, Register<float> c) {
  return _mm256_fmadd_ps(a, b, c);
}
GRADCORE_INLINE Register<double> fma(Register<double> a, Register<double> b, Register<double> c) {
  return _mm256_fmadd_pd(a, b, c);
}
#elif defined(__aarch64__)
GRADCORE_INLINE Register<float> fma(Register<float> a, Register<float> b, Register<float> c) {
  return vfmaq_f32(c, a, b);
}
GRADCORE_INLINE Register<double> fma(Register<double> a, Register<double> b, Register<double> c) {
  return vfmaq_f64(c, a, b);
}
#endif

/** Elements of a register. */
template <class T>
constexpr Index WIDTH = REGISTER_BYTES / sizeof(T);

// Parts of registers, for the rest of an array: nothing beyond the first n elements is read or
// written; n is at least 1. Loops with a condition for each element are not vectorized everywhere.

#if defined(__AVX512F__)

template <class T>
GRADCORE_INLINE std::uint32_t firstOf(Index n) {
  return n >= WIDTH<T> ? (1u << WIDTH<T>)-1 : (1u << n) - 1;
}

GRADCORE_INLINE Register<float> loadFirst(const float* from, Index n) {
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>(firstOf<float>(n)), from);
}

GRADCORE_INLINE Register<double> loadFirst(const double* from, Index n) {
  return _mm512_maskz_loadu_pd(static_cast<__mmask8>(firstOf<double>(n)), from);
}

GRADCORE_INLINE void storeFirst(float* to, Register<float> v, Index n) {
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>(firstOf<float>(n)), v);
}

GRADCORE_INLINE void storeFirst(double* to, Register<double> v, Index n) {
  _mm512_mask_storeu_pd(to, static_cast<__mmask8>(firstOf<double>(n)), v);
}

/** The first n elements of v, and the others of `other`. */
GRADCORE_INLINE Register<float> first(Register<float> v, Register<float> other, Index n) {
  return _mm512_mask_mov_ps(other, static_cast<__mmask16>(firstOf<float>(n)), v);
}

GRADCORE_INLINE Register<double> first(Register<double> v, Register<double> other, Index n) {
  return _mm512_mask_mov_pd(other, static_cast<__mmask8>(firstOf<double>(n)), v);
}

#elif defined(__AVX2__)

template <class T>
GRADCORE_INLINE __m256i firstOf(Index n) {
  const int count = static_cast<int>(smaller(n, WIDTH<T>));
  if constexpr (sizeof(T) == 4) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  } else {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
  }
}

GRADCORE_INLINE Register<float> loadFirst(const float* from, Index n) {
  return _mm256_maskload_ps(from, firstOf<float>(n));
}

GRADCORE_INLINE Register<double> loadFirst(const double* from, Index n) {
  return _mm256_maskload_pd(from, firstOf<double>(n));
}

GRADCORE_INLINE void storeFirst(float* to, Register<float> v, Index n) {
  if (n >= WIDTH<float>) {
    _mm256_storeu_ps(to, v);
  } else {
    _mm256_maskstore_ps(to, firstOf<float>(n), v);
  }
}

GRADCORE_INLINE void storeFirst(double* to, Register<double> v, Index n) {
  if (n >= WIDTH<double>) {
    _mm256_storeu_pd(to, v);
  } else {
    _mm256_maskstore_pd(to, firstOf<double>(n), v);
  }
}

/** The first n elements of v, and the others of `other`. */
GRADCORE_INLINE Register<float> first(Register<float> v, Register<float> other, Index n) {
  return _mm256_blendv_ps(other, v, _mm256_castsi256_ps(firstOf<float>(n)));
}

GRADCORE_INLINE Register<double> first(Register<double> v, Register<double> other, Index n) {
  return _mm256_blendv_pd(other, v, _mm256_castsi256_pd(firstOf<double>(n)));
}

#else

template <class T>
GRADCORE_INLINE Register<T> loadFirst(const T* from, Index n) {
  Register<T> v = {};
  copy(reinterpret_cast<T*>(&v), from, smaller(n, WIDTH<T>));
  return v;
}

template <class T>
GRADCORE_INLINE void storeFirst(T* to, Register<T> v, Index n) {
  copy(to, reinterpret_cast<const T*>(&v), smaller(n, WIDTH<T>));
}

/** The first n elements of v, and the others of `other`. */
template <class V>
GRADCORE_INLINE V first(V v, V other, Index n) {
  for (Index j = 0; j < Index(sizeof v / sizeof v[0]); j++) {
    other[j] = j < n ? v[j] : other[j];
  }
  return other;
}

#endif

template <class T>
GRADCORE_INLINE void store(T* to, Register<T> v) {
  std::memcpy(to, &v, sizeof v);
}

/** The same number in all elements. */
template <class T>
GRADCORE_INLINE Register<T> all(T x) {
  return x - Register<T>{};
}

// Lanes are cleared and folded a register at a time: of loops the compiler makes a call of memset
// or single elements, and a load that spans several stores has to wait for them.

template <class T>
GRADCORE_INLINE void clearLanes(T* lane) {
  const Vector<T, REGISTER_BYTES> zero = {};
  for (Index j = 0; j < LANES<T>; j += WIDTH<T>) {
    std::memcpy(lane + j, &zero, sizeof zero);
  }
}

#if defined(__clang__) || __GNUC__ >= 12

template <Index... J, class V>
GRADCORE_INLINE auto select(V v) {
  return __builtin_shufflevector(v, v, J...);
}

GRADCORE_INLINE float foldVector(Vector<float, 16> v) {
  Vector<float, 16> half = v + select<2, 3, 2, 3>(v);
  return half[0] + half[1];
}

GRADCORE_INLINE double foldVector(Vector<double, 16> v) { return v[0] + v[1]; }

GRADCORE_INLINE float foldVector(Vector<float, 32> v) {
  return foldVector(select<0, 1, 2, 3>(v) + select<4, 5, 6, 7>(v));
}

GRADCORE_INLINE double foldVector(Vector<double, 32> v) {
  return foldVector(select<0, 1>(v) + select<2, 3>(v));
}

#if defined(__AVX512F__)

GRADCORE_INLINE float foldVector(Vector<float, 64> v) {
  return foldVector(select<0, 1, 2, 3, 4, 5, 6, 7>(v) + select<8, 9, 10, 11, 12, 13, 14, 15>(v));
}

GRADCORE_INLINE double foldVector(Vector<double, 64> v) {
  return foldVector(select<0, 1, 2, 3>(v) + select<4, 5, 6, 7>(v));
}

#endif

/** Of two registers, the first or the second of their halves of HALF elements, in turns. */
template <Index HALF, bool SECOND, class V, std::size_t... J>
GRADCORE_INLINE V exchange(V a, V b, std::index_sequence<J...>) {
  constexpr Index COUNT = sizeof...(J);
  constexpr Index SKIP = SECOND ? HALF : 0;
  return __builtin_shufflevector(
      a, b, ((J & HALF) == 0 ? Index(J) + SKIP : COUNT + Index(J) - HALF + SKIP)...);
}

/** Transposes the square of COUNT registers: of halves first, then of quarters, and so on. */
template <Index HALF, Index COUNT, class V>
GRADCORE_INLINE void transposeRegisters(V (&v)[COUNT]) {
#pragma GCC unroll 8
  for (Index i = 0; i < COUNT; i++) {
    if ((i & HALF) == 0) {
      const V a = v[i];
      const V b = v[i + HALF];
      v[i] = exchange<HALF, false>(a, b, std::make_index_sequence<COUNT>());
      v[i + HALF] = exchange<HALF, true>(a, b, std::make_index_sequence<COUNT>());
    }
  }
  if constexpr (HALF > 1) {
    transposeRegisters<HALF / 2>(v);
  }
}

/** Transposes a square of SQUARE<T> elements; its rows are `stride` apart, then `toStride`. */
template <class T>
GRADCORE_INLINE void transposeSquare(const T* from, Index stride, T* to, Index toStride) {
  Vector<T, SQUARE<T> * sizeof(T)> v[SQUARE<T>];
#pragma GCC unroll 8
  for (Index i = 0; i < SQUARE<T>; i++) {
    std::memcpy(&v[i], from + i * stride, sizeof v[i]);
  }
  transposeRegisters<SQUARE<T> / 2>(v);
#pragma GCC unroll 8
  for (Index i = 0; i < SQUARE<T>; i++) {
    std::memcpy(to + i * toStride, &v[i], sizeof v[i]);
  }
}

/** Folds COUNT lanes by halving. */
template <Index COUNT, class T>
GRADCORE_INLINE T foldLanes(const T* lane) {
  constexpr Index REGISTERS = COUNT * sizeof(T) / REGISTER_BYTES;
  if constexpr (REGISTERS == 0) {
    Vector<T, COUNT * sizeof(T)> v;
    std::memcpy(&v, lane, sizeof v);
    return foldVector(v);
  } else {
    Vector<T, REGISTER_BYTES> v[REGISTERS];
#pragma GCC unroll 16
    for (Index j = 0; j < REGISTERS; j++) {
      std::memcpy(&v[j], lane + j * WIDTH<T>, sizeof v[j]);
    }
#pragma GCC unroll 4
    for (Index half = REGISTERS / 2; half >= 1; half /= 2) {
#pragma GCC unroll 8
      for (Index j = 0; j < half; j++) {
        v[j] += v[j + half];
      }
    }
    return foldVector(v[0]);
  }
}

#else

template <class T>
GRADCORE_INLINE void transposeSquare(const T* from, Index stride, T* to, Index toStride) {
  for (Index i = 0; i < SQUARE<T>; i++) {
    for (Index j = 0; j < SQUARE<T>; j++) {
      to[j * toStride + i] = from[i * stride + j];
    }
  }
}

template <Index COUNT, class T>
GRADCORE_INLINE T foldLanes(T* lane) {
  if constexpr (COUNT > 1) {
    for (Index j = 0; j < COUNT / 2; j++) {
      lane[j] += lane[j + COUNT / 2];
    }
    return foldLanes<COUNT / 2>(lane);
  } else {
    return lane[0];
  }
}

#endif

/** Folds LANES lanes by halving. */
template <class T>
GRADCORE_INLINE T fold(T* lane) {
  return foldLanes<LANES<T>>(lane);
}

/**
 * Elements of a block so short that only so many lanes are used: the others hold +0, and adding it
 * changes nothing but -0, once.
 */
constexpr Index FEW = 16;

/** Canonical sum of one block of any length. */
template <class T>
GRADCORE_INLINE T sumBlock(const T* x, Index length) {
  T lane[LANES<T>];
  if (length <= FEW) {
#pragma GCC unroll 8
    for (Index c = 0; c < FEW; c += WIDTH<T>) {
      const Index left = length - c;
      store<T>(lane + c, all<T>(0) + (left > 0 ? loadFirst(x + c, left) : all<T>(0)));
    }
    return foldLanes<FEW>(lane);
  }
  clearLanes(lane);
  const Index whole = length / LANES<T> * LANES<T>;
  for (Index i = 0; i < whole; i += LANES<T>) {
#pragma GCC ivdep
    for (Index j = 0; j < LANES<T>; j++) {
      lane[j] += x[i + j];
    }
  }
#pragma GCC unroll 16
  for (Index c = 0; c < LANES<T>; c += WIDTH<T>) {
    const Index left = length - whole - c;
    if (left > 0) {
      // Adding -0 changes no lane.
      const T* from = x + whole + c;
      store<T>(lane + c, load(lane + c) + first(loadFirst(from, left), all<T>(-0.0), left));
    }
  }
  return fold(lane);
}

/** Canonical dot product of one block of any length. */
template <class T>
GRADCORE_INLINE T dotBlock(const T* x, const T* y, Index length) {
  T lane[LANES<T>];
  if (length <= FEW) {
#pragma GCC unroll 8
    for (Index c = 0; c < FEW; c += WIDTH<T>) {
      const Index left = length - c;
      Register<T> products = all<T>(0);
      if (left > 0) {
        products = fma(loadFirst(x + c, left), loadFirst(y + c, left), products);
      }
      store<T>(lane + c, products + all<T>(0));
    }
    return foldLanes<FEW>(lane);
  }
  clearLanes(lane);
  const Index whole = length / LANES<T> * LANES<T>;
  for (Index i = 0; i < whole; i += LANES<T>) {
#pragma GCC ivdep
    for (Index j = 0; j < LANES<T>; j++) {
      lane[j] = fma(x[i + j], y[i + j], lane[j]);
    }
  }
#pragma GCC unroll 16
  for (Index c = 0; c < LANES<T>; c += WIDTH<T>) {
    const Index left = length - whole - c;
    if (left > 0) {
      // Adding 0 * -0 = -0 changes no lane.
      const Index from = whole + c;
      store<T>(lane + c, fma(loadFirst(x + from, left),
                             first(loadFirst(y + from, left), all<T>(-0.0), left), load(lane + c)));
    }
  }
  return fold(lane);
}

/** Adds what block(start, n) gives for each block of an array to carry, in order. */
template <class F>
GRADCORE_INLINE double sumOfBlocks(Index length, double carry, F block) {
  for (Index start = 0; start < length; start += REDUCTION_BLOCK) {
    carry += static_cast<double>(block(start, smaller(REDUCTION_BLOCK, length - start)));
  }
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA::detail
