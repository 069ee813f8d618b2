#pragma once

// Indices that stand in arrays of the caller: columns, row pointers, row numbers, class numbers.
// Another thread may change such an array during a call. So each index is loaded once, that very
// value is compared with its limit, and only then used; a bad one ends the call by BadIndex, which
// the exported functions turn into GRADCORE_BAD_INDEX. No other code reads these arrays.

#include "bad_index.hpp"
#include "lanes.hpp"

namespace gradcore::GRADCORE_ISA::detail {

/** Loads an index; the compiler can neither load it again nor know it. */
GRADCORE_INLINE std::uint32_t once(const int* index) {
  int value = *index;
  __asm__("" : "+r"(value));
  return static_cast<std::uint32_t>(value);
}

/** An index below `limit`, which is not negative. */
GRADCORE_INLINE Index checked(const int* index, Index limit) {
  // A negative index is a large unsigned one.
  const std::uint32_t value = once(index);
  if (value >= static_cast<std::uint32_t>(limit)) {
    badIndex();
  }
  return static_cast<Index>(value);
}

/** The rows of a call: a list of row numbers, or a range. */
class Rows {
 public:
  /** Numbers in the list must be below `limit`; those of a range were checked by the caller. */
  Rows(const int* rows, int rowsOffset, int rowLimit, int firstRow)
      : list_(at(rows, rowsOffset)), limit_(rowLimit), first_(firstRow) {}

  Index operator[](Index position) const {
    return list_ == nullptr ? first_ + position : checked(list_ + position, limit_);
  }

  bool isRange() const { return list_ == nullptr; }

 private:
  const int* list_;
  Index limit_;
  Index first_;
};

}  // namespace gradcore::GRADCORE_ISA::detail
