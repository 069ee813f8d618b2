// Generated from cpp/kernels.txt by GenerateAbi.java.
#ifndef GRADCORE_KERNEL_TABLE_H
#define GRADCORE_KERNEL_TABLE_H

#include <stdint.h>

namespace gradcore {

// The kernels of one instruction set.
struct KernelTable {
  double (*sum_float)(const float* x, int xOffset, int length, float factor);
  double (*sum_double)(const double* x, int xOffset, int length, double factor);
  int64_t (*count_float)(const int64_t* at, float* out, int outOffset);
  int64_t (*count_double)(const int64_t* at, double* out, int outOffset);
  void (*pick_float)(const int* rows, int rowsOffset, int rowLimit, float* out, double carry);
  void (*pick_double)(const int* rows, int rowsOffset, int rowLimit, double* out, double carry);
  float (*largest_float)(const float* x, int xOffset, int64_t length);
  double (*largest_double)(const double* x, int xOffset, int64_t length);
  void (*scale_float)(float* x, int xOffset, int length);
  void (*scale_double)(double* x, int xOffset, int length);
};

// The table of a supported instruction set, else null.
const KernelTable* kernels(int isa);

}  // namespace gradcore

#endif
