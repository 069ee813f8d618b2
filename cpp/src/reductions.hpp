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

template <class T>
double reduce(int rule, const T* x, int xOffset, const T* y, int yOffset, int length,
              double carry) {
  detail::withReduceRule<T>(rule, 0, [&](auto type) {
    using Rule = typename decltype(type)::Type;
    carry = Rule::reduce(x + xOffset, detail::at(y, yOffset), length, carry);
  });
  return carry;
}

}  // namespace gradcore::GRADCORE_ISA
