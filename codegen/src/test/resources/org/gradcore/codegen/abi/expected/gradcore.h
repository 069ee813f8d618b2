// Generated from cpp/kernels.txt by GenerateAbi.java.
#ifndef GRADCORE_H
#define GRADCORE_H

#include <stdint.h>

#if defined(_WIN32)
#define GRADCORE_EXPORT __declspec(dllexport)
#else
#define GRADCORE_EXPORT __attribute__((visibility("default")))
#endif

// Instruction sets, the first parameter of every kernel.
#define GRADCORE_ISA_NONE 0
#define GRADCORE_ISA_AVX2 1
#define GRADCORE_ISA_AVX512 2
#define GRADCORE_ISA_NEON 3

#ifdef __cplusplus
extern "C" {
#endif

// A number that changes with the functions declared here.
GRADCORE_EXPORT int gradcore_abi(void);
// 1 if the processor, the operating system and this library have the instruction set, else 0.
GRADCORE_EXPORT int gradcore_isa_supported(int isa);
// The widest supported instruction set, or GRADCORE_ISA_NONE.
GRADCORE_EXPORT int gradcore_best_isa(void);
// Makes OpenBLAS use one thread: the layer above splits the work. Call it once, before any kernel.
GRADCORE_EXPORT void gradcore_openblas_init(void);
// Version, options and processor that OpenBLAS found.
GRADCORE_EXPORT const char* gradcore_openblas_config(void);

// A kernel that is called with an instruction set that is not supported does nothing and
// returns NaN, or 0 if it returns a whole number. Java never makes such a call.

// An array may be absent where the kernel allows it: the pointer is null, or its offset is
// negative and the pointer is not looked at.

// What a kernel with arrays of indices returns, as the bits of a double, if an index was out
// of its range: a NaN that no sum has. The arrays that it writes then hold anything.
#define GRADCORE_BAD_INDEX UINT64_C(0x7ff8bad1de700000)

#define GRADCORE_ABI 2126700696

// The rules of scale.
#define GRADCORE_SCALE_TWICE 0
#define GRADCORE_SCALE_HALF_AGAIN 1
#define GRADCORE_SCALE_RULES 2

GRADCORE_EXPORT double gradcore_sum_float(int isa, const float* x, int xOffset, int length, float factor);
GRADCORE_EXPORT double gradcore_sum_double(int isa, const double* x, int xOffset, int length, double factor);
GRADCORE_EXPORT int64_t gradcore_count_float(int isa, const int64_t* at, float* out, int outOffset);
GRADCORE_EXPORT int64_t gradcore_count_double(int isa, const int64_t* at, double* out, int outOffset);
GRADCORE_EXPORT double gradcore_pick_float(int isa, const int* rows, int rowsOffset, int rowLimit, float* out, double carry);
GRADCORE_EXPORT double gradcore_pick_double(int isa, const int* rows, int rowsOffset, int rowLimit, double* out, double carry);
GRADCORE_EXPORT float gradcore_largest_float(int isa, const float* x, int xOffset, int64_t length);
GRADCORE_EXPORT double gradcore_largest_double(int isa, const double* x, int xOffset, int64_t length);
GRADCORE_EXPORT void gradcore_scale_float(int isa, float* x, int xOffset, int length);
GRADCORE_EXPORT void gradcore_scale_double(int isa, double* x, int xOffset, int length);

#ifdef __cplusplus
}
#endif

#endif
