#pragma once

// The elementary functions over arrays: y[yOffset + i] = f(x[xOffset + i]). y may be x itself at
// the same offset (hence ivdep); they must not overlap otherwise.

#include "math.hpp"

namespace gradcore::GRADCORE_ISA {

template <class T>
void exp(const T* x, int xOffset, T* y, int yOffset, int length) {
#pragma GCC ivdep
  for (int i = 0; i < length; i++) {
    y[yOffset + i] = math::exp(x[xOffset + i]);
  }
}

template <class T>
void log(const T* x, int xOffset, T* y, int yOffset, int length) {
#pragma GCC ivdep
  for (int i = 0; i < length; i++) {
    y[yOffset + i] = math::log(x[xOffset + i]);
  }
}

template <class T>
void log1p(const T* x, int xOffset, T* y, int yOffset, int length) {
#pragma GCC ivdep
  for (int i = 0; i < length; i++) {
    y[yOffset + i] = math::log1p(x[xOffset + i]);
  }
}

template <class T>
void tanh(const T* x, int xOffset, T* y, int yOffset, int length) {
#pragma GCC ivdep
  for (int i = 0; i < length; i++) {
    y[yOffset + i] = math::tanh(x[xOffset + i]);
  }
}

template <class T>
void sigmoid(const T* x, int xOffset, T* y, int yOffset, int length) {
#pragma GCC ivdep
  for (int i = 0; i < length; i++) {
    y[yOffset + i] = math::sigmoid(x[xOffset + i]);
  }
}

}  // namespace gradcore::GRADCORE_ISA
