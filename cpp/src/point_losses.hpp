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

/** COUNT elements. */
template <bool WEIGHTED, Index COUNT, class T, class Rule>
GRADCORE_INLINE void lossesOf(const Rule rule, const T* prediction, const T* target,
                              const T* weight, T* loss, T* gradient, T gradientScale) {
  // The gradient may be the prediction array, element by element.
#pragma GCC ivdep
  for (Index j = 0; j < COUNT; j++) {
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

/** Copies n elements; those up to COUNT become 0. */
template <Index COUNT, class T>
GRADCORE_INLINE void padded(T* to, const T* from, Index n) {
#pragma GCC unroll 8
  for (Index c = 0; c < COUNT; c += WIDTH<T>) {
    store<T>(to + c, n > c ? loadFirst(from + c, n - c) : all<T>(0));
  }
}

/** Copies n of COUNT elements. */
template <Index COUNT, class T>
GRADCORE_INLINE void copyFirst(T* to, const T* from, Index n) {
#pragma GCC unroll 8
  for (Index c = 0; c < COUNT; c += WIDTH<T>) {
    if (n > c) {
      storeFirst(to + c, load(from + c), n - c);
    }
  }
}

/**
 * LANES elements at a time, then TILE, the last ones by way of padded copies: they are computed as
 * the others are. `loss` and `gradient` may be null. If `lane` is given, the losses are added to
 * the lanes.
 */
template <bool WEIGHTED, class T, class Rule>
GRADCORE_FLAT void lossChunks(const Rule& rule, const T* prediction, const T* target,
                              const T* weight, T* loss, T* gradient, Index length, T gradientScale,
                              T* lane) {
  T losses[LANES<T>];
  T gradients[LANES<T>];
  Index i = 0;
  for (; i + LANES<T> <= length; i += LANES<T>) {
    T* l = loss != nullptr ? loss + i : losses;
    T* g = gradient != nullptr ? gradient + i : gradients;
    lossesOf<WEIGHTED, LANES<T>>(rule, prediction + i, target + i, WEIGHTED ? weight + i : weight,
                                 l, g, gradientScale);
    if (lane != nullptr) {
      for (Index j = 0; j < LANES<T>; j++) {
        lane[j] += l[j];
      }
    }
  }
  T predictions[TILE<T>];
  T targets[TILE<T>];
  T weights[TILE<T>];
  for (Index first = i; i < length; i += TILE<T>) {
    const Index n = smaller(TILE<T>, length - i);
    padded<TILE<T>>(predictions, prediction + i, n);
    padded<TILE<T>>(targets, target + i, n);
    if constexpr (WEIGHTED) {
      padded<TILE<T>>(weights, weight + i, n);
    }
    lossesOf<WEIGHTED, TILE<T>>(rule, predictions, targets, weights, losses, gradients,
                                gradientScale);
    if (loss != nullptr) {
      copyFirst<TILE<T>>(loss + i, losses, n);
    }
    if (gradient != nullptr) {
      copyFirst<TILE<T>>(gradient + i, gradients, n);
    }
    if (lane != nullptr) {
      // Adding -0 changes no lane.
      T* to = lane + (i - first);
#pragma GCC unroll 8
      for (Index c = 0; c < TILE<T>; c += WIDTH<T>) {
        if (n > c) {
          store<T>(to + c, load(to + c) + detail::first(load(losses + c), all<T>(-0.0), n - c));
        }
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
