#pragma once

// Losses with their gradients in one pass. The contract is FloatLossKernels.

#include <cstring>

#include "indices.hpp"
#include "lanes.hpp"
#include "math.hpp"

namespace gradcore::GRADCORE_ISA {

namespace detail {

constexpr int SIGNED_TARGETS = 1;

template <class T>
inline void copy(T* to, const T* from, Index length) {
  std::memcpy(to, from, static_cast<std::size_t>(length) * sizeof(T));
}

/** Factor * (prediction - target)^2 of LANES elements. */
template <class T>
struct SquaredError {
  T factor;

  template <bool WEIGHTED>
  void lanes(const T* prediction, const T* target, const T* weight, T* loss, T* gradient,
             T gradientScale) const {
    const T gradientFactor = 2 * factor;
    // The gradient may be the prediction array, element by element.
#pragma GCC ivdep
    for (Index j = 0; j < LANES<T>; j++) {
      T e = prediction[j] - target[j];
      T l = factor * e * e;
      T r = gradientFactor * e;
      if constexpr (WEIGHTED) {
        l = weight[j] * l;
        r = weight[j] * r;
      }
      loss[j] = l;
      gradient[j] = gradientScale * r;
    }
  }
};

/** Logistic loss on logits of LANES elements. */
template <class T, bool SIGNED>
struct Logistic {
  template <bool WEIGHTED>
  void lanes(const T* logit, const T* target, const T* weight, T* loss, T* gradient,
             T gradientScale) const {
#pragma GCC ivdep
    for (Index j = 0; j < LANES<T>; j++) {
      T z = logit[j];
      T y = target[j];
      if constexpr (SIGNED) {
        y = fma(T(0.5), y, T(0.5));
      }
      T e = math::expOfNegative(-abs(z));
      T p = z > 0 ? z : T(0);
      T l = math::log1p(e) + fma(-y, z, p);
      T q = 1 + e;
      T u = 1 / q;
      T v = e / q;
      T s = z >= 0 ? u : v;
      T c = z >= 0 ? v : u;
      T r = fma(1 - y, s, -(y * c));
      if constexpr (WEIGHTED) {
        l = weight[j] * l;
        r = weight[j] * r;
      }
      loss[j] = l;
      gradient[j] = gradientScale * r;
    }
  }
};

/**
 * LANES elements at a time, the last ones by way of padded copies: a loss has one loop, and a tail
 * is as fast as a body. `loss` and `gradient` may be null. If `lane` is given, the losses are
 * added to the lanes.
 */
template <bool WEIGHTED, class T, class Loss>
inline void lossChunks(const Loss& rule, const T* prediction, const T* target, const T* weight,
                       T* loss, T* gradient, Index length, T gradientScale, T* lane) {
  T losses[LANES<T>];
  T gradients[LANES<T>];
  T predictions[LANES<T>];
  T targets[LANES<T>];
  T weights[LANES<T>];
  for (Index i = 0; i < length; i += LANES<T>) {
    Index n = smaller(LANES<T>, length - i);
    bool whole = n == LANES<T>;
    const T* from = prediction + i;
    const T* y = target + i;
    const T* w = WEIGHTED ? weight + i : weights;
    T* l = loss != nullptr && whole ? loss + i : losses;
    T* g = gradient != nullptr && whole ? gradient + i : gradients;
    if (!whole) {
      for (Index j = 0; j < LANES<T>; j++) {
        predictions[j] = 0;
        targets[j] = 0;
      }
      copy(predictions, from, n);
      copy(targets, y, n);
      from = predictions;
      y = targets;
      if constexpr (WEIGHTED) {
        for (Index j = 0; j < LANES<T>; j++) {
          weights[j] = 0;
        }
        copy(weights, w, n);
        w = weights;
      }
    }
    rule.template lanes<WEIGHTED>(from, y, w, l, g, gradientScale);
    if (whole) {
      if (lane != nullptr) {
        for (Index j = 0; j < LANES<T>; j++) {
          lane[j] += l[j];
        }
      }
    } else {
      if (lane != nullptr) {
        for (Index j = 0; j < n; j++) {
          lane[j] += l[j];
        }
      }
      if (loss != nullptr) {
        copy(loss + i, losses, n);
      }
      if (gradient != nullptr) {
        copy(gradient + i, gradients, n);
      }
    }
  }
}

template <bool WEIGHTED, class T, class Loss>
double elementwiseLossOf(const Loss& rule, const T* prediction, const T* target, const T* weight,
                         T* loss, T* gradient, Index length, T gradientScale, double carry) {
  T lane[LANES<T>];
  for (Index start = 0; start < length; start += REDUCTION_BLOCK) {
    Index n = smaller(REDUCTION_BLOCK, length - start);
    clearLanes(lane);
    lossChunks<WEIGHTED>(rule, prediction + start, target + start, at(weight, start),
                         at(loss, start), at(gradient, start), n, gradientScale, lane);
    carry += static_cast<double>(fold(lane));
  }
  return carry;
}

template <class T, class Loss>
double elementwiseLoss(const Loss& rule, const T* prediction, const T* target, const T* weight,
                       T* loss, T* gradient, Index length, T gradientScale, double carry) {
  return weight == nullptr ? elementwiseLossOf<false>(rule, prediction, target, weight, loss,
                                                      gradient, length, gradientScale, carry)
                           : elementwiseLossOf<true>(rule, prediction, target, weight, loss,
                                                     gradient, length, gradientScale, carry);
}

/** Rows of a softmax taken at once. It divides LANES and ROW_BLOCK. */
template <class T>
constexpr Index SOFTMAX_ROWS = 128 / sizeof(T);

/**
 * Residuals and losses of up to SOFTMAX_ROWS rows of at most LANES classes, vectorised over the
 * rows. The sum over classes is the canonical one: the lanes beyond the classes hold +0, and
 * adding it changes no exponential.
 */
template <class T>
void softmaxFewClasses(const T* logits, Index stride, Index rows, Index classes, const int* target,
                       const T* weight, T* loss, T* residual, Index residualStride,
                       T gradientScale) {
  constexpr Index ROWS = SOFTMAX_ROWS<T>;
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
inline void softmaxRows(const T* logits, Index stride, Index rows, Index classes, const int* target,
                        const T* weight, T* loss, T* residual, Index residualStride,
                        T gradientScale) {
  if (classes <= LANES<T>) {
    softmaxFewClasses(logits, stride, rows, classes, target, weight, loss, residual, residualStride,
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
double squaredError(const T* prediction, int predictionOffset, const T* target, int targetOffset,
                    const T* weight, int weightOffset, T* loss, int lossOffset, T* gradient,
                    int gradientOffset, int length, T factor, T gradientScale, double carry) {
  return detail::elementwiseLoss(detail::SquaredError<T>{factor}, prediction + predictionOffset,
                                 target + targetOffset, detail::at(weight, weightOffset),
                                 detail::at(loss, lossOffset), detail::at(gradient, gradientOffset),
                                 detail::Index(length), gradientScale, carry);
}

template <class T>
double logistic(const T* logit, int logitOffset, const T* target, int targetOffset, const T* weight,
                int weightOffset, T* loss, int lossOffset, T* gradient, int gradientOffset,
                int length, int flags, T gradientScale, double carry) {
  const T* z = logit + logitOffset;
  const T* y = target + targetOffset;
  const T* w = detail::at(weight, weightOffset);
  T* l = detail::at(loss, lossOffset);
  T* g = detail::at(gradient, gradientOffset);
  return (flags & detail::SIGNED_TARGETS) != 0
             ? detail::elementwiseLoss(detail::Logistic<T, true>{}, z, y, w, l, g,
                                       detail::Index(length), gradientScale, carry)
             : detail::elementwiseLoss(detail::Logistic<T, false>{}, z, y, w, l, g,
                                       detail::Index(length), gradientScale, carry);
}

template <class T>
double softmaxCrossEntropy(const T* logits, int logitsOffset, const int* target, int targetOffset,
                           const T* weight, int weightOffset, T* loss, int lossOffset, T* gradient,
                           int gradientOffset, int rows, int classes, T gradientScale,
                           double carry) {
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
