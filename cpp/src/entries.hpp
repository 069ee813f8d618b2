// What the entries of a table of kernels (table.inc) do around a kernel.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>

#include "bad_index.hpp"
#include "gradcore.h"
#include "inline.hpp"

namespace gradcore::GRADCORE_ISA {

/** An array, or null if its offset says that it is absent. */
template <class P>
GRADCORE_INLINE P* present(P* array, int offset) {
  return offset < 0 ? nullptr : array;
}

/** What a kernel returns, or GRADCORE_BAD_INDEX; any other NaN becomes the ordinary one. */
template <class Call>
GRADCORE_INLINE double endingEarly(const Call& call) noexcept {
  try {
    const double result = call();
    return result == result ? result : std::numeric_limits<double>::quiet_NaN();
  } catch (const BadIndex&) {
    const std::uint64_t bits = GRADCORE_BAD_INDEX;
    double result;
    std::memcpy(&result, &bits, sizeof result);
    return result;
  }
}

}  // namespace gradcore::GRADCORE_ISA
