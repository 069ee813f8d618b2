#pragma once

#include "inline.hpp"

// How a rule is found by its number. GenerateAbi numbers the rules of kernels.txt.

namespace gradcore::GRADCORE_ISA::detail {

/** A type as a value. */
template <class R>
struct RuleType {
  using Type = R;
};

/** Calls f with the rule for these flags; flags that it does not have are left out. */
template <template <class, int> class Rule, class T, class F,
          int FLAGS = (1 << Rule<T, 0>::FLAG_COUNT) - 1>
GRADCORE_INLINE void withFlags(int flags, F f) {
  if constexpr (FLAGS > 0) {
    if (flags != FLAGS) {
      withFlags<Rule, T, F, FLAGS - 1>(flags, f);
      return;
    }
  }
  f(RuleType<Rule<T, FLAGS>>());
}

}  // namespace gradcore::GRADCORE_ISA::detail
