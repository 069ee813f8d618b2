// Which instruction sets this processor, operating system and library have.
#pragma once

namespace gradcore {

// True if kernels compiled for the instruction set (GRADCORE_ISA_… of gradcore.h) can run.
bool isaSupported(int isa);

}  // namespace gradcore
