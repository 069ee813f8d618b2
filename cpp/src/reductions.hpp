#pragma once

// Reductions and the simplest vector operations. The contract is FloatReductionKernels.

#include <cstdint>
#include <cstring>

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA {

template <class T>
double dot(const T* x, int xOffset, const T* y, int yOffset, int length, double carry) {
  const T* a = x + xOffset;
  const T* b = y + yOffset;
  for (detail::Index start = 0; start < length; start += detail::REDUCTION_BLOCK) {
    detail::Index n = detail::smaller(detail::REDUCTION_BLOCK, length - start);
    carry += static_cast<double>(detail::dotBlock(a + start, b + start, n));
  }
  return carry;
}

template <class T>
double sum(const T* x, int xOffset, int length, double carry) {
  const T* a = x + xOffset;
  for (detail::Index start = 0; start < length; start += detail::REDUCTION_BLOCK) {
    detail::Index n = detail::smaller(detail::REDUCTION_BLOCK, length - start);
    carry += static_cast<double>(detail::sumBlock(a + start, n));
  }
  return carry;
}

template <class T>
double sumOfSquares(const T* x, int xOffset, int length, double carry) {
  return dot(x, xOffset, x, xOffset, length, carry);
}

namespace detail {

template <class T>
struct Bits;

template <>
struct Bits<float> {
  using Type = std::int32_t;
  static constexpr Type MAGNITUDE = INT32_MAX;
};

template <>
struct Bits<double> {
  using Type = std::int64_t;
  static constexpr Type MAGNITUDE = INT64_MAX;
};

}  // namespace detail

// As integers, absolute values have the order of the numbers, and NaN lies above infinity.
template <class T>
T absMax(const T* x, int xOffset, int length) {
  using Integer = typename detail::Bits<T>::Type;
  const T* a = x + xOffset;
  Integer max = 0;
  for (detail::Index i = 0; i < length; i++) {
    Integer bits;
    std::memcpy(&bits, a + i, sizeof bits);
    bits &= detail::Bits<T>::MAGNITUDE;
    max = bits > max ? bits : max;
  }
  T result;
  std::memcpy(&result, &max, sizeof result);
  return result;
}

template <class T>
void axpy(T alpha, const T* x, int xOffset, T* y, int yOffset, int length) {
  const T* __restrict a = x + xOffset;
  T* __restrict b = y + yOffset;
#pragma GCC ivdep
  for (detail::Index i = 0; i < length; i++) {
    b[i] = detail::fma(alpha, a[i], b[i]);
  }
}

template <class T>
void scale(T alpha, T* x, int xOffset, int length) {
  T* a = x + xOffset;
  for (detail::Index i = 0; i < length; i++) {
    a[i] = alpha * a[i];
  }
}

}  // namespace gradcore::GRADCORE_ISA
