// What the tests of the kernels share: arrays that end flush at an unmapped page, so that an access
// past an end is a crash, and the functions of both element types under one name.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gradcore.h"

#if !defined(_WIN32)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace testing {

constexpr int ROW_BLOCK = 256;
constexpr int REDUCTION_BLOCK = 4096;

inline long checks = 0;
inline long failures = 0;

inline void fail(const std::string& what) {
  if (failures++ < 20) {
    std::printf("FAILED %s\n", what.c_str());
  }
}

#if defined(_WIN32)

// No unmapped page here; the test still compares results.
class Memory {
 public:
  explicit Memory(std::size_t bytes) : data_(std::malloc(bytes + 64)) {}
  ~Memory() { std::free(data_); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  void* data() const { return data_; }

 private:
  void* data_;
};

#else

/** Memory whose end is the begin of an unmapped page. */
class Memory {
 public:
  explicit Memory(std::size_t bytes) {
    std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    std::size_t used = (bytes + page - 1) / page * page;
    length_ = used + page;
    std::vector<char*>& free = pool()[length_];
    if (free.empty()) {
      char* fresh = static_cast<char*>(
          mmap(nullptr, length_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
      if (fresh == MAP_FAILED || mprotect(fresh + used, page, PROT_NONE) != 0) {
        std::perror("mmap");
        std::exit(2);
      }
      free.push_back(fresh);
    }
    base_ = free.back();
    free.pop_back();
    data_ = base_ + used - bytes;
  }
  ~Memory() { pool()[length_].push_back(base_); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  void* data() const { return data_; }

 private:
  /** What is mapped and not in use, by length: mapping costs far more than most checks. */
  static std::map<std::size_t, std::vector<char*> >& pool() {
    static std::map<std::size_t, std::vector<char*> > pool;
    return pool;
  }

  char* base_;
  void* data_;
  std::size_t length_;
};

#endif

/** The arrays of one call. The same seed gives the same content. */
class Arrays {
 public:
  explicit Arrays(std::uint64_t seed) : random_(seed) {}
  ~Arrays() {
    for (Memory* m : memory_) {
      delete m;
    }
  }
  Arrays(const Arrays&) = delete;
  Arrays& operator=(const Arrays&) = delete;

  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

  double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

  template <class V>
  V* filled(long n, const std::function<V()>& value) {
    memory_.push_back(new Memory(static_cast<std::size_t>(n) * sizeof(V)));
    V* data = static_cast<V*>(memory_.back()->data());
    for (long i = 0; i < n; i++) {
      data[i] = value();
    }
    return data;
  }

  /** Ordinary values, and special ones if wanted. */
  template <class V>
  V* values(long n, bool special) {
    static const double SPECIAL[] = {0.0,   -0.0,   1e-30,    -1e30,     1e30, 5e-324,
                                     1e-42, -1e-42, INFINITY, -INFINITY, NAN,  88.0};
    return filled<V>(n, [&] {
      double x = (uniform() * 2 - 1) * (below(4) == 0 ? 20 : 1);
      return static_cast<V>(special && below(12) == 0 ? SPECIAL[below(12)] : x);
    });
  }

  template <class V>
  V* positive(long n) {
    return filled<V>(n, [&] { return static_cast<V>(uniform() + 0.1); });
  }

  /** An output or scratch: filled with NaN, which must not leak into a result. */
  template <class V>
  V* scratch(long n) {
    return filled<V>(n, [] { return static_cast<V>(NAN); });
  }

  int* indices(long n, int bound) {
    return filled<int>(n, [&] { return below(bound); });
  }

 private:
  std::mt19937_64 random_;
  std::vector<Memory*> memory_;
};

/** What a call gave: numbers, compared by their bits, a NaN like any NaN. */
using Result = std::vector<double>;

template <class V>
void append(Result& result, const V* x, long n) {
  for (long i = 0; x != nullptr && i < n; i++) {
    result.push_back(static_cast<double>(x[i]));
  }
}

inline bool sameBits(double a, double b) {
  return (a != a && b != b) || std::memcmp(&a, &b, sizeof a) == 0;
}

inline void expectSame(const std::string& what, const Result& expected, const Result& actual) {
  checks++;
  if (expected.size() != actual.size()) {
    fail(what + ": number of results");
    return;
  }
  for (std::size_t i = 0; i < expected.size(); i++) {
    if (!sameBits(expected[i], actual[i])) {
      fail(what + " [" + std::to_string(i) + "]: expected " + std::to_string(expected[i]) +
           ", was " + std::to_string(actual[i]));
      return;
    }
  }
}

inline void expectNear(const std::string& what, const Result& expected, const Result& actual,
                       double tolerance) {
  checks++;
  double largest = 1;
  for (double e : expected) {
    largest = std::fmax(largest, std::fabs(e));
  }
  for (std::size_t i = 0; i < expected.size(); i++) {
    if (!(std::fabs(expected[i] - actual[i]) <= tolerance * largest)) {
      fail(what + " [" + std::to_string(i) + "]: expected about " + std::to_string(expected[i]) +
           ", was " + std::to_string(actual[i]));
      return;
    }
  }
}

inline std::vector<int> isas() {
  std::vector<int> supported;
  for (int isa = 1; isa <= 3; isa++) {
    if (gradcore_isa_supported(isa) != 0) {
      supported.push_back(isa);
    }
  }
  return supported;
}

using Run = std::function<Result(int isa)>;

/** Every instruction set gives the same; returns what the first gave. */
inline Result compare(const std::string& what, const Run& run) {
  Result first;
  bool none = true;
  for (int isa : isas()) {
    Result result = run(isa);
    if (none) {
      first = result;
      none = false;
    } else {
      expectSame(what + " isa " + std::to_string(isa), first, result);
    }
  }
  return first;
}

// The functions of both element types under one name, chosen by the type of the first argument.
#define BOTH(kernel)                                 \
  template <class... Arguments>                      \
  auto kernel(float, Arguments... arguments) {       \
    return gradcore_##kernel##_float(arguments...);  \
  }                                                  \
  template <class... Arguments>                      \
  auto kernel(double, Arguments... arguments) {      \
    return gradcore_##kernel##_double(arguments...); \
  }

namespace kernels {
BOTH(step)
BOTH(pointLoss)
BOTH(softmaxCrossEntropy)
BOTH(linear)
BOTH(finishGradient)
BOTH(map)
BOTH(reduce)
}  // namespace kernels

/** The bits of the form of a kernel of linear models. */
constexpr int LOSS = 1;
constexpr int SOFTMAX = 2;
constexpr int SPARSE = 4;
constexpr int BLAS = 8;

/** The arguments of the kernels of linear models; all arrays from their begin. */
template <class T>
struct Linear {
  const T* x = nullptr;
  const int* rowPointers = nullptr;
  const int* columns = nullptr;
  int stored = 0;
  int features = 0;
  const int* rows = nullptr;
  int rowLimit = 0;
  int firstRow = 0;
  int rowCount = 0;
  const T* target = nullptr;
  const int* classTarget = nullptr;
  const T* weight = nullptr;
  int rule = 0;
  int flags = 0;
  T scalar = T(0.5);
  const T* param = nullptr;
  int classes = 1;
  int intercept = 0;
  double* gradient = nullptr;
  T* out = nullptr;
  T* work = nullptr;
  double carry = 0.5;

  double run(int isa, int form) const {
    return kernels::linear(T(0), isa, form, x, 0, rowPointers, columns, stored, features, rows, 0,
                           rowLimit, firstRow, rowCount, target, 0, classTarget, 0, weight, 0, rule,
                           flags, scalar, T(0), T(0), T(0), param, 0, classes, intercept, gradient,
                           0, out, 0, work, 0, carry);
  }
};

template <class T>
constexpr int LANES = 256 / sizeof(T);

/** Elements of the work array of a softmax kernel. */
template <class T>
long softmaxWorkLength(int features, int classes) {
  const int padded = (classes + LANES<T> - 1) / LANES<T> * LANES<T>;
  return static_cast<long>(features + 1) * (classes + padded) +
         static_cast<long>(padded + 4) * ROW_BLOCK;
}

/** CSR rows in which about one entry of four is stored. */
struct Sparse {
  int* rowPointers;
  int* columns;
  int entries;

  Sparse(Arrays& a, int rows, int features) {
    std::vector<int> stored;
    rowPointers = a.filled<int>(rows + 1, [] { return 0; });
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < features; j++) {
        if (a.below(4) == 0) {
          stored.push_back(j);
        }
      }
      rowPointers[i + 1] = static_cast<int>(stored.size());
    }
    entries = static_cast<int>(stored.size());
    long next = 0;
    columns = a.filled<int>(entries, [&] { return stored[static_cast<std::size_t>(next++)]; });
  }
};

/** Ends a test program: prints how much was checked; returns the exit code. */
inline int finish(std::uint64_t seed) {
  std::printf("seed %llu, instruction sets:", static_cast<unsigned long long>(seed));
  for (int isa : isas()) {
    std::printf(" %d", isa);
  }
  std::printf(", checks %ld, failures %ld\n", checks, failures);
  return failures == 0 ? 0 : 1;
}

/** The seed: of the environment, else 1. */
inline std::uint64_t givenSeed() {
  const char* given = std::getenv("GRADCORE_SEED");
  return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

}  // namespace testing
