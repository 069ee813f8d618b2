// Every kernel, for one instruction set: CMake compiles this file once per set, with the compiler
// flags of that set and its name in GRADCORE_ISA.
#include "entries.hpp"
#include "families.inc"
#include "kernel_table.h"

namespace gradcore::GRADCORE_ISA {

#include "table.inc"

}  // namespace gradcore::GRADCORE_ISA
