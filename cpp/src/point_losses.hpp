#pragma once

// The shape of elementwise losses: one pass that sums the losses of samples with one prediction and
// one target each, and stores losses and gradient if wanted. What the loss of a sample is, is a
// rule, in rule/; the contract is FloatPointLoss.
//
// A rule is a struct template of the element type and its FLAGS, which are constants in the loop:
//
//   FLAG_COUNT  how many flags it has; bit i of FLAGS is flag i
//   its scalars, all of type T and nothing else, in the order in which the Java rule declares them
//   evaluate(z, y, l, r)  sets loss l and gradient r of a prediction z and a target y

#include <cstring>
#include <type_traits>

#include "lanes.hpp"
#include "point_loss_rules.inc"

namespace gradcore::GRADCORE_ISA {

namespace detail {

/** A rule with its scalars, of which four are given. */
template <class Rule, class T>
GRADCORE_INLINE Rule ruleOf(const T (&scalars)[4]) {
  Rule rule;
  if constexpr (!std::is_empty_v<Rule>) {
    static_assert(sizeof rule <= sizeof scalars, "a loss has four scalars");
    std::memcpy(&rule, scalars, sizeof rule);
  }
  return rule;
}

/** LANES elements. */
template <bool WEIGHTED, class T, class Rule>
GRADCORE_INLINE void lossLanes(const Rule rule, const T* prediction, const T* target,
                               const T* weight, T* loss, T* gradient, T gradientScale) {
  // The gradient may be the prediction array, element by element.
#pragma GCC ivdep
  for (Index j = 0; j < LANES<T>; j++) {
    T l;
    T r;
    rule.evaluate(prediction[j], target[j], l, r);
    if constexpr (WEIGHTED) {
      l = weight[j] * l;
      r = weight[j] * r;
    }
    loss[j] = l;
    gradient[j] = gradientScale * r;
  }
}

/**
 * LANES elements at a time, the last ones by way of padded copies: a rule has one loop, and a tail
 * is as fast as a body. `loss` and `gradient` may be null. If `lane` is given, the losses are
 * added to the lanes.
 */
template <bool WEIGHTED, class T, class Rule>
GRADCORE_FLAT void lossChunks(const Rule& rule, const T* prediction, const T* target,
                              const T* weight, T* loss, T* gradient, Index length, T gradientScale,
                              T* lane) {
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
    lossLanes<WEIGHTED>(rule, from, y, w, l, g, gradientScale);
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

template <bool WEIGHTED, class T, class Rule>
double pointLossOf(const Rule& rule, const T* prediction, const T* target, const T* weight, T* loss,
                   T* gradient, Index length, T gradientScale, double carry) {
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

}  // namespace detail

template <class T>
GRADCORE_INLINE double pointLoss(int rule, int flags, const T* prediction, int predictionOffset,
                                 const T* target, int targetOffset, const T* weight,
                                 int weightOffset, T* loss, int lossOffset, T* gradient,
                                 int gradientOffset, int length, T gradientScale, T scalar0,
                                 T scalar1, T scalar2, T scalar3, double carry) {
  const T scalars[] = {scalar0, scalar1, scalar2, scalar3};
  detail::withPointLossRule<T>(rule, flags, [&](auto type) GRADCORE_INLINE_LAMBDA {
    using Rule = typename decltype(type)::Type;
    const Rule given = detail::ruleOf<Rule>(scalars);
    auto loop = weight != nullptr ? detail::pointLossOf<true, T, Rule>
                                  : detail::pointLossOf<false, T, Rule>;
    carry = loop(given, prediction + predictionOffset, target + targetOffset,
                 detail::at(weight, weightOffset), detail::at(loss, lossOffset),
                 detail::at(gradient, gradientOffset), detail::Index(length), gradientScale, carry);
  });
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA
