#pragma once

// The shape of reductions: one number of one or two arrays, chained by a carry. What is reduced is
// a rule, in rule/; the contract is FloatReductionKernel.
//
// A rule is a struct template of the element type and its FLAGS, with
//
//   FLAG_COUNT  how many flags it has
//   reduce(x, y, length, carry)  y is null where a rule has one array

#include "lanes.hpp"
#include "reduce_rules.inc"

namespace gradcore::GRADCORE_ISA {

namespace detail {

template <class Rule, class T>
GRADCORE_FLAT double reduceLoop(const T* x, const T* y, Index length, double carry) {
  return Rule::reduce(x, y, length, carry);
}

}  // namespace detail

template <class T>
GRADCORE_INLINE double reduce(int rule, const T* x, int xOffset, const T* y, int yOffset,
                              int length, double carry) {
  detail::withReduceRule<T>(rule, 0, [&](auto type) GRADCORE_INLINE_LAMBDA {
    using Rule = typename decltype(type)::Type;
    carry =
        detail::reduceLoop<Rule>(x + xOffset, detail::at(y, yOffset), detail::Index(length), carry);
  });
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA
