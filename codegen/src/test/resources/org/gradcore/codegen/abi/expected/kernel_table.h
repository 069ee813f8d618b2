// Generated from cpp/kernels.txt by GenerateAbi.java.
#ifndef GRADCORE_KERNEL_TABLE_H
#define GRADCORE_KERNEL_TABLE_H

#include <stdint.h>

namespace gradcore {

// The kernels of one instruction set, called as the exported functions are.
struct KernelTable {
  double (*sum_float)(int isa, const float* x, int xOffset, int length, float factor);
  double (*sum_double)(int isa, const double* x, int xOffset, int length, double factor);
  int64_t (*count_float)(int isa, const int64_t* at, float* out, int outOffset);
  int64_t (*count_double)(int isa, const int64_t* at, double* out, int outOffset);
  double (*pick_float)(int isa, const int* rows, int rowsOffset, int rowLimit, float* out, double carry);
  double (*pick_double)(int isa, const int* rows, int rowsOffset, int rowLimit, double* out, double carry);
  float (*largest_float)(int isa, const float* x, int xOffset, int64_t length);
  double (*largest_double)(int isa, const double* x, int xOffset, int64_t length);
  void (*scale_float)(int isa, float* x, int xOffset, int length);
  void (*scale_double)(int isa, double* x, int xOffset, int length);
};

// The table of a supported instruction set, else null.
const KernelTable* kernels(int isa);

}  // namespace gradcore

#endif
