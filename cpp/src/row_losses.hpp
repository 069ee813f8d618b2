#pragma once

// Losses of rows with their gradients in one pass. The contract is FloatRowLoss.

#include "indices.hpp"
#include "lanes.hpp"
#include "math.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

/** Rows of a softmax taken at once. It divides LANES and ROW_BLOCK. */
template <class T>
constexpr Index SOFTMAX_ROWS = 128 / sizeof(T);

/**
 * Residuals and losses of up to ROWS rows of at most LANES classes, vectorised over the
 * rows. The sum over classes is the canonical one: the lanes beyond the classes hold +0, and
 * adding it changes no exponential.
 */
template <Index ROWS, class T>
void softmaxFewClasses(const T* logits, Index stride, Index rows, Index classes, const int* target,
                       const T* weight, T* loss, T* residual, Index residualStride,
                       T gradientScale) {
  T e[LANES<T>][ROWS];
  T partial[LANES<T> / 2][ROWS];
  T max[ROWS];
  T gap[ROWS];
  T sum[ROWS];
  T w[ROWS];
  for (Index p = 0; p < ROWS; p++) {
    max[p] = 0;
    gap[p] = 0;
    w[p] = 1;
  }
  for (Index p = 0; p < rows; p++) {
    max[p] = logits[p * stride];
    for (Index k = 0; k < classes; k++) {
      e[k][p] = logits[p * stride + k];
    }
  }
  for (Index p = rows; p < ROWS; p++) {
    for (Index k = 0; k < classes; k++) {
      e[k][p] = 0;
    }
  }
  for (Index k = 1; k < classes; k++) {
    for (Index p = 0; p < ROWS; p++) {
      max[p] = e[k][p] > max[p] ? e[k][p] : max[p];
    }
  }
  for (Index p = 0; p < rows; p++) {
    gap[p] = max[p] - e[target[p]][p];
  }
  for (Index k = 0; k < classes; k++) {
    for (Index p = 0; p < ROWS; p++) {
      e[k][p] = math::expOfNegative(e[k][p] - max[p]);
    }
  }
  Index half = LANES<T> / 2;
  while (half >= classes && half > 1) {
    half /= 2;
  }
  for (Index j = 0; j < half; j++) {
    bool other = j + half < classes;
    for (Index p = 0; p < ROWS; p++) {
      partial[j][p] = other ? e[j][p] + e[j + half][p] : e[j][p];
    }
  }
  for (half /= 2; half >= 1; half /= 2) {
    for (Index j = 0; j < half; j++) {
      for (Index p = 0; p < ROWS; p++) {
        partial[j][p] += partial[j + half][p];
      }
    }
  }
  if (weight != nullptr) {
    copy(w, weight, rows);
  }
  for (Index p = 0; p < ROWS; p++) {
    sum[p] = partial[0][p];
    // Without a weight the factor is 1, and the product exact.
    gap[p] = w[p] * (math::log(sum[p]) + gap[p]);
  }
  copy(loss, gap, rows);
  if (residual == nullptr) {
    return;
  }
  for (Index k = 0; k < classes; k++) {
    for (Index p = 0; p < ROWS; p++) {
      e[k][p] = e[k][p] / sum[p];
    }
  }
  for (Index p = 0; p < rows; p++) {
    e[target[p]][p] -= 1;
  }
  if (weight != nullptr || gradientScale != 1) {
    for (Index k = 0; k < classes; k++) {
      for (Index p = 0; p < ROWS; p++) {
        e[k][p] = gradientScale * (w[p] * e[k][p]);
      }
    }
  }
  for (Index p = 0; p < rows; p++) {
    for (Index k = 0; k < classes; k++) {
      residual[p * residualStride + k] = e[k][p];
    }
  }
}

/** Residuals and loss of one row, vectorised over the classes. The residuals may be the logits. */
template <class T>
T softmaxManyClasses(const T* logits, Index classes, int target, bool weighted, T weight,
                     T* residual, T gradientScale) {
  T lane[LANES<T>];
  T buffer[LANES<T>];
  for (Index j = 0; j < LANES<T>; j++) {
    lane[j] = logits[0];
  }
  Index k = 0;
  for (; k + LANES<T> <= classes; k += LANES<T>) {
    for (Index j = 0; j < LANES<T>; j++) {
      T z = logits[k + j];
      lane[j] = z > lane[j] ? z : lane[j];
    }
  }
  for (Index j = 0; j < classes - k; j++) {
    T z = logits[k + j];
    lane[j] = z > lane[j] ? z : lane[j];
  }
  T max = lane[0];
  for (Index j = 1; j < LANES<T>; j++) {
    max = lane[j] > max ? lane[j] : max;
  }
  T gap = max - logits[target];
  T sum = 0;
  for (Index start = 0; start < classes; start += REDUCTION_BLOCK) {
    Index n = smaller(REDUCTION_BLOCK, classes - start);
    clearLanes(lane);
    for (Index i = 0; i < n; i += LANES<T>) {
      const T* from = logits + start + i;
      Index length = smaller(LANES<T>, n - i);
      if (length < LANES<T>) {
        for (Index j = 0; j < LANES<T>; j++) {
          buffer[j] = 0;
        }
        copy(buffer, from, length);
        from = buffer;
      }
      T* to = residual != nullptr && length == LANES<T> ? residual + start + i : buffer;
#pragma GCC ivdep
      for (Index j = 0; j < LANES<T>; j++) {
        to[j] = math::expOfNegative(from[j] - max);
      }
      if (length == LANES<T>) {
        for (Index j = 0; j < LANES<T>; j++) {
          lane[j] += to[j];
        }
      } else {
        for (Index j = 0; j < length; j++) {
          lane[j] += to[j];
        }
        if (residual != nullptr) {
          copy(residual + start + i, buffer, length);
        }
      }
    }
    sum += fold(lane);
  }
  T loss = math::log(sum) + gap;
  if (residual != nullptr) {
    T atTarget = residual[target] / sum - 1;
    T w = weighted ? weight : T(1);
    for (Index i = 0; i < classes; i++) {
      residual[i] = gradientScale * (w * (residual[i] / sum));
    }
    residual[target] = gradientScale * (w * atTarget);
  }
  return weighted ? weight * loss : loss;
}

/** Losses and residuals of up to SOFTMAX_ROWS rows; `residual` may be null, or the logits. */
template <class T>
GRADCORE_INLINE void softmaxRows(const T* logits, Index stride, Index rows, Index classes,
                                 const int* target, const T* weight, T* loss, T* residual,
                                 Index residualStride, T gradientScale) {
  if (classes <= LANES<T>) {
    auto few =
        rows <= TILE<T> ? softmaxFewClasses<TILE<T>, T> : softmaxFewClasses<SOFTMAX_ROWS<T>, T>;
    few(logits, stride, rows, classes, target, weight, loss, residual, residualStride,
        gradientScale);
    return;
  }
  for (Index p = 0; p < rows; p++) {
    loss[p] = softmaxManyClasses(logits + p * stride, classes, target[p], weight != nullptr,
                                 weight == nullptr ? T(1) : weight[p],
                                 at(residual, p * residualStride), gradientScale);
  }
}

}  // namespace detail

template <class T>
GRADCORE_INLINE double softmaxCrossEntropy(const T* logits, int logitsOffset, const int* target,
                                           int targetOffset, const T* weight, int weightOffset,
                                           T* loss, int lossOffset, T* gradient, int gradientOffset,
                                           int rows, int classes, T gradientScale, double carry) {
  constexpr detail::Index ROWS = detail::SOFTMAX_ROWS<T>;
  const T* z = logits + logitsOffset;
  const int* y = target + targetOffset;
  const T* w = detail::at(weight, weightOffset);
  T* l = detail::at(loss, lossOffset);
  T* g = detail::at(gradient, gradientOffset);
  T lane[detail::LANES<T>];
  T losses[ROWS];
  int classOf[ROWS];
  for (detail::Index start = 0; start < rows; start += detail::REDUCTION_BLOCK) {
    detail::Index end = detail::smaller(start + detail::REDUCTION_BLOCK, rows);
    detail::clearLanes(lane);
    for (detail::Index i = start; i < end; i += ROWS) {
      detail::Index n = detail::smaller(ROWS, end - i);
      detail::Index from = i * classes;
      for (detail::Index p = 0; p < n; p++) {
        classOf[p] = static_cast<int>(detail::checked(y + i + p, classes));
      }
      detail::softmaxRows(z + from, detail::Index(classes), n, detail::Index(classes), classOf,
                          detail::at(w, i), losses, detail::at(g, from), detail::Index(classes),
                          gradientScale);
      T* first = lane + (i - start) % detail::LANES<T>;
      for (detail::Index p = 0; p < n; p++) {
        first[p] += losses[p];
      }
      if (l != nullptr) {
        detail::copy(l + i, losses, n);
      }
    }
    carry += static_cast<double>(detail::fold(lane));
  }
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA
