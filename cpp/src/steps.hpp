#pragma once

// The shape of optimizer steps: one pass that updates the parameters and the arrays of the state,
// element by element. What happens to an element is a rule, in rule/; the contract is FloatStep.
//
// A rule is a struct template of the element type and its FLAGS, which are constants in the loop:
//
//   FLAG_COUNT  how many flags it has; bit i of FLAGS is flag i
//   STATES      one bit for each array of the state that a call with these flags has
//   its scalars, all of type T and nothing else, in the order in which the Java rule declares them
//   step(w, g, state...)  updates an element of the parameters and of each state

#include <cstring>
#include <type_traits>

#include "lanes.hpp"
#include "step_rules.inc"

namespace gradcore::GRADCORE_ISA {

namespace detail {

constexpr int MAXIMIZE = 1;

template <class Rule, class T, class... States>
constexpr int arity(void (Rule::*)(T&, T, States&...) const) {
  return sizeof...(States);
}

template <class Rule, bool DECAYS, class T>
GRADCORE_FLAT void stepLoop(const Rule rule, T* __restrict param, const T* __restrict gradient,
                            T* __restrict a, T* __restrict b, T* __restrict c, T* __restrict d,
                            Index length, T sign, T weightDecay) {
  constexpr int ARITY = arity<Rule, T>(&Rule::step);
#pragma GCC ivdep
  for (Index i = 0; i < length; i++) {
    T w = param[i];
    T g = sign * gradient[i];
    if constexpr (DECAYS) {
      g = fma(weightDecay, w, g);
    }
    T s = (Rule::STATES & 1) != 0 ? a[i] : T(0);
    T t = (Rule::STATES & 2) != 0 ? b[i] : T(0);
    T u = (Rule::STATES & 4) != 0 ? c[i] : T(0);
    T v = (Rule::STATES & 8) != 0 ? d[i] : T(0);
    if constexpr (ARITY == 0) {
      rule.step(w, g);
    } else if constexpr (ARITY == 1) {
      rule.step(w, g, s);
    } else if constexpr (ARITY == 2) {
      rule.step(w, g, s, t);
    } else if constexpr (ARITY == 3) {
      rule.step(w, g, s, t, u);
    } else {
      rule.step(w, g, s, t, u, v);
    }
    param[i] = w;
    if constexpr ((Rule::STATES & 1) != 0) a[i] = s;
    if constexpr ((Rule::STATES & 2) != 0) b[i] = t;
    if constexpr ((Rule::STATES & 4) != 0) c[i] = u;
    if constexpr ((Rule::STATES & 8) != 0) d[i] = v;
  }
}

}  // namespace detail

template <class T>
GRADCORE_INLINE void step(int rule, int flags, T* param, int paramOffset, const T* gradient,
                          int gradientOffset, T* state0, int state0Offset, T* state1,
                          int state1Offset, T* state2, int state2Offset, T* state3,
                          int state3Offset, int length, T weightDecay, T scalar0, T scalar1,
                          T scalar2, T scalar3, T scalar4, T scalar5, T scalar6, T scalar7,
                          T scalar8, T scalar9) {
  const T scalars[] = {scalar0, scalar1, scalar2, scalar3, scalar4,
                       scalar5, scalar6, scalar7, scalar8, scalar9};
  // The product with it is exact.
  const T sign = (flags & detail::MAXIMIZE) != 0 ? T(-1) : T(1);
  detail::withStepRule<T>(rule, flags >> 1, [&](auto type) GRADCORE_INLINE_LAMBDA {
    using Rule = typename decltype(type)::Type;
    Rule given;
    if constexpr (!std::is_empty_v<Rule>) {
      static_assert(sizeof given <= sizeof scalars, "a step has ten scalars");
      std::memcpy(&given, scalars, sizeof given);
    }
    auto loop =
        weightDecay != 0 ? detail::stepLoop<Rule, true, T> : detail::stepLoop<Rule, false, T>;
    loop(given, param + paramOffset, gradient + gradientOffset, detail::at(state0, state0Offset),
         detail::at(state1, state1Offset), detail::at(state2, state2Offset),
         detail::at(state3, state3Offset), length, sign, weightDecay);
  });
}

}  // namespace gradcore::GRADCORE_ISA
