// Every kernel, for one instruction set: CMake compiles this file once per set, with the compiler
// flags of that set and its name in GRADCORE_ISA.
#include "kernel_table.h"

#include "families.inc"

namespace gradcore::GRADCORE_ISA {

#include "table.inc"

}  // namespace gradcore::GRADCORE_ISA
