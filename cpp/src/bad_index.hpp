// What ends a kernel early.
#pragma once

namespace gradcore {

/** An index out of its range. */
struct BadIndex {};

/** Throws BadIndex. Not inline, so that a check costs a kernel one compare and one branch. */
[[noreturn]] void badIndex();

}  // namespace gradcore
