#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail::rule {

/**
 * The largest |x_i|, NaN if one is. As integers, absolute values have the order of the numbers, and
 * NaN lies above infinity.
 */
template <class T, int FLAGS>
struct AbsMax {
  static constexpr int FLAG_COUNT = 0;

  using Integer = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

  static Integer magnitude(const T* x) {
    Integer bits;
    std::memcpy(&bits, x, sizeof bits);
    return bits & std::numeric_limits<Integer>::max();
  }

  static double reduce(const T* x, const T*, Index length, double carry) {
    const T before = static_cast<T>(carry);
    Integer max = magnitude(&before);
    for (Index i = 0; i < length; i++) {
      const Integer a = magnitude(x + i);
      max = a > max ? a : max;
    }
    T result;
    std::memcpy(&result, &max, sizeof result);
    return static_cast<double>(result);
  }
};

}  // namespace gradcore::GRADCORE_ISA::detail::rule
