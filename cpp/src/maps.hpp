#pragma once

// The shape of maps: y_i = f(x_i), or f(x_i, y_i) where y is updated, with at most one number. What
// happens to an element is a rule, in rule/; the contract is FloatMapKernel.
//
// A rule is a struct template of the element type and its FLAGS, with
//
//   FLAG_COUNT  how many flags it has
//   its number, of type T, if it has one
//   map(x) or map(x, y)  the new y. x and y may be the same range only where a rule has no y.

#include <type_traits>

#include "lanes.hpp"
#include "map_rules.inc"

namespace gradcore::GRADCORE_ISA {

namespace detail {

template <class Rule, class T>
GRADCORE_FLAT void mapLoop(const Rule rule, const T* x, T* y, Index length) {
  if constexpr (std::is_invocable_v<decltype(&Rule::map), Rule, T, T>) {
    const T* __restrict from = x;
    T* __restrict to = y;
#pragma GCC ivdep
    for (Index i = 0; i < length; i++) {
      to[i] = rule.map(from[i], to[i]);
    }
  } else if (x == y) {
#pragma GCC ivdep
    for (Index i = 0; i < length; i++) {
      y[i] = rule.map(y[i]);
    }
  } else {
#pragma GCC ivdep
    for (Index i = 0; i < length; i++) {
      y[i] = rule.map(x[i]);
    }
  }
}

}  // namespace detail

/** x is null where it is the same range as y. */
template <class T>
GRADCORE_INLINE void map(int rule, T alpha, const T* x, int xOffset, T* y, int yOffset,
                         int length) {
  T* to = y + yOffset;
  const T* from = x == nullptr ? to : x + xOffset;
  detail::withMapRule<T>(rule, 0, [&](auto type) GRADCORE_INLINE_LAMBDA {
    using Rule = typename decltype(type)::Type;
    if constexpr (std::is_empty_v<Rule>) {
      detail::mapLoop(Rule(), from, to, length);
    } else {
      detail::mapLoop(Rule{alpha}, from, to, length);
    }
  });
}

}  // namespace gradcore::GRADCORE_ISA
