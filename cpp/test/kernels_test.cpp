// Runs every kernel under every instruction set of this processor. Every array ends flush at an
// unmapped page, so that an access past an end is a crash; lengths cover all tails and the borders
// of blocks. The results must be the same bits under every set, those of plain loops where these
// are short, and for the BLAS variants near the canonical ones. (The Java tests compare with the
// scalar backend.)

#include "testing.hpp"

using namespace testing;

namespace {

template <class T>
std::vector<int> lengths() {
  std::vector<int> all;
  for (int n = 0; n <= 2 * LANES<T> + 3; n++) {
    all.push_back(n);
  }
  for (int n : {255, 256, 257, REDUCTION_BLOCK - 1, REDUCTION_BLOCK, REDUCTION_BLOCK + 1,
                2 * REDUCTION_BLOCK + 70}) {
    all.push_back(n);
  }
  return all;
}

/** The canonical dot product as it is defined. */
template <class T>
double referenceDot(const T* x, const T* y, long n, double carry) {
  for (long start = 0; start < n; start += REDUCTION_BLOCK) {
    long end = start + REDUCTION_BLOCK < n ? start + REDUCTION_BLOCK : n;
    T lane[LANES<T>] = {};
    for (long i = start; i < end; i++) {
      T& l = lane[i % LANES<T>];
      l = y == nullptr ? l + x[i] : std::fma(x[i], y[i], l);
    }
    for (int half = LANES<T> / 2; half >= 1; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    carry += static_cast<double>(lane[0]);
  }
  return carry;
}

template <class T>
void testReductions(int n, bool special, std::uint64_t seed) {
  std::string name = std::string(sizeof(T) == 4 ? "float" : "double") + " n=" + std::to_string(n);
  const T t = 0;
  Result result = compare("reductions " + name, [&](int isa) {
    Arrays a(seed);
    T* x = a.values<T>(n, special);
    T* y = a.values<T>(n, special);
    Result r;
    for (int rule = 0; rule < GRADCORE_REDUCE_RULES; rule++) {
      const T* second = rule == GRADCORE_REDUCE_DOT ? y : nullptr;
      r.push_back(kernels::reduce(t, isa, rule, x, 0, second, 0, n, 0.5));
    }
    kernels::map(t, isa, GRADCORE_MAP_AXPY, T(0.3), x, 0, y, 0, n);
    kernels::map(t, isa, GRADCORE_MAP_SCALE, T(-0.7), x, 0, x, 0, n);
    append(r, y, n);
    append(r, x, n);
    return r;
  });
  Arrays a(seed);
  T* x = a.values<T>(n, special);
  T* y = a.values<T>(n, special);
  T max = T(0.5);
  Result expected = {referenceDot(x, y, n, 0.5), referenceDot<T>(x, nullptr, n, 0.5),
                     referenceDot(x, x, n, 0.5)};
  for (int i = 0; i < n; i++) {
    T m = std::fabs(x[i]);
    max = m > max || m != m ? m : max;
    y[i] = std::fma(T(0.3), x[i], y[i]);
    x[i] = T(-0.7) * x[i];
  }
  expected.push_back(static_cast<double>(max));
  append(expected, y, n);
  append(expected, x, n);
  expectSame("reductions as defined " + name, expected, result);
}

/** Every map, to another array and in place where that is allowed. */
template <class T>
void testMaps(int n, bool special, std::uint64_t seed) {
  const T t = 0;
  for (int rule = 0; rule < GRADCORE_MAP_RULES; rule++) {
    compare("map " + std::to_string(rule) + " n=" + std::to_string(n), [&](int isa) {
      Arrays a(seed);
      T* x = a.values<T>(n, special);
      T* y = a.values<T>(n, special);
      Result r;
      kernels::map(t, isa, rule, T(0.3), x, 0, y, 0, n);
      append(r, y, n);
      if (rule != GRADCORE_MAP_AXPY) {
        const T* same = seed % 2 == 0 ? x : nullptr;
        kernels::map(t, isa, rule, T(0.3), same, 0, x, 0, n);
        Result inPlace;
        append(inPlace, x, n);
        expectSame("map in place " + std::to_string(rule), r, inPlace);
      }
      return r;
    });
  }
}

/** Every rule with all flags that a rule can have: those that it does not have are left out. */
template <class T>
void testSteps(int n, bool special, std::uint64_t seed) {
  const T t = 0;
  std::string name = std::string(sizeof(T) == 4 ? "float" : "double") + " n=" + std::to_string(n);
  for (int rule = 0; rule < GRADCORE_STEP_RULES; rule++) {
    for (int flags = 0; flags < 16; flags++) {
      const T weightDecay = (flags & 8) != 0 ? T(0.01) : T(0);
      Result result;
      compare("step " + std::to_string(rule) + " " + name, [&](int isa) {
        Arrays a(seed);
        T* w = a.values<T>(n, special);
        const T* g = a.values<T>(n, special);
        T* states[4];
        for (T*& state : states) {
          state = a.positive<T>(n);
        }
        kernels::step(t, isa, rule, flags & 7, w, 0, g, 0, states[0], 0, states[1], 0, states[2], 0,
                      states[3], 0, n, weightDecay, T(0.1), T(0.999), T(0.001), T(0.01), T(1.2),
                      T(1e-8), T(0.99), T(0.5), T(0.25), T(0.125));
        Result r;
        append(r, w, n);
        for (T* state : states) {
          append(r, state, n);
        }
        result = r;
        return r;
      });
      if (rule == GRADCORE_STEP_ADAM) {
        Arrays a(seed);
        T* w = a.values<T>(n, special);
        const T* gradient = a.values<T>(n, special);
        T* m = a.positive<T>(n);
        T* v = a.positive<T>(n);
        for (int i = 0; i < n; i++) {
          T g = (flags & 1) != 0 ? -gradient[i] : gradient[i];
          g = weightDecay != 0 ? std::fma(weightDecay, w[i], g) : g;
          T p = w[i] * T(0.99);
          m[i] = std::fma(T(0.1), g - m[i], m[i]);
          v[i] = std::fma(T(0.001) * g, g, T(0.999) * v[i]);
          T d = std::fma(std::sqrt(v[i]), T(1.2), T(1e-8));
          w[i] = std::fma(-T(0.01), m[i] / d, p);
        }
        Result expected;
        append(expected, w, n);
        append(expected, m, n);
        append(expected, v, n);
        append(expected, a.positive<T>(n), n);
        append(expected, a.positive<T>(n), n);
        expectSame("adam as defined " + name, expected, result);
      }
    }
  }
}

/** Every rule with all flags that a rule can have: those that it does not have are left out. */
template <class T>
void testPointLosses(int n, bool special, std::uint64_t seed) {
  const T t = 0;
  const T factor = T(0.5);
  const T scale = T(0.3);
  std::string name = std::string(sizeof(T) == 4 ? "float" : "double") + " n=" + std::to_string(n);
  for (int rule = 0; rule < GRADCORE_POINT_LOSS_RULES; rule++) {
    for (int variant = 0; variant < 64; variant++) {
      const int flags = variant >> 4;
      Result result = compare("loss " + std::to_string(rule) + " " + name, [&](int isa) {
        Arrays a(seed);
        T* z = a.values<T>(n, special);
        const T* y = a.filled<T>(n, [&] { return static_cast<T>(a.below(2)); });
        const T* w = (variant & 1) != 0 ? a.positive<T>(n) : nullptr;
        T* loss = (variant & 2) != 0 ? a.scratch<T>(n) : nullptr;
        T* separate = a.scratch<T>(n);
        T* gradient = (variant & 4) == 0 ? nullptr : (variant & 8) != 0 ? z : separate;
        Result r = {kernels::pointLoss(t, isa, rule, flags, z, 0, y, 0, w, 0, loss, 0, gradient, 0,
                                       n, scale, factor, T(0.25), T(0.75), T(0.125), 1.5)};
        append(r, loss, n);
        append(r, gradient, n);
        return r;
      });
      if (rule == GRADCORE_POINT_LOSS_SQUARED_ERROR && variant == 7) {
        Arrays a(seed);
        const T* z = a.values<T>(n, special);
        const T* y = a.filled<T>(n, [&] { return static_cast<T>(a.below(2)); });
        const T* w = a.positive<T>(n);
        T* loss = a.scratch<T>(n);
        T* gradient = a.scratch<T>(n);
        for (int i = 0; i < n; i++) {
          const T e = z[i] - y[i];
          loss[i] = w[i] * (factor * e * e);
          gradient[i] = scale * (w[i] * (2 * factor * e));
        }
        Result expected = {referenceDot<T>(loss, nullptr, n, 1.5)};
        append(expected, loss, n);
        append(expected, gradient, n);
        expectSame("squared error as defined " + name, expected, result);
      }
    }
  }
}

template <class T>
void testSoftmax(int rows, int classes, bool special, std::uint64_t seed) {
  const T t = 0;
  for (int variant = 0; variant < 16; variant++) {
    compare("softmax rows=" + std::to_string(rows) + " classes=" + std::to_string(classes),
            [&](int isa) {
              Arrays a(seed);
              long n = static_cast<long>(rows) * classes;
              T* z = a.values<T>(n, special);
              const int* y = a.indices(rows, classes);
              const T* w = (variant & 1) != 0 ? a.positive<T>(rows) : nullptr;
              T* loss = (variant & 2) != 0 ? a.scratch<T>(rows) : nullptr;
              T* separate = a.scratch<T>(n);
              T* gradient = (variant & 4) == 0 ? nullptr : (variant & 8) != 0 ? z : separate;
              Result r = {kernels::softmaxCrossEntropy(t, isa, z, 0, y, 0, w, 0, loss, 0, gradient,
                                                       0, rows, classes, T(0.3), 1.5)};
              append(r, loss, rows);
              append(r, gradient, n);
              return r;
            });
  }
}

template <class T>
void testLinear(int n, int d, bool special, std::uint64_t seed) {
  const T t = 0;
  const double tolerance = sizeof(T) == 4 ? 1e-3 : 1e-11;
  const std::string name = std::string(sizeof(T) == 4 ? "float" : "double") +
                           " rows=" + std::to_string(n) + " features=" + std::to_string(d);
  for (int variant = 0; variant < 8; variant++) {
    const int intercept = variant & 1;
    const bool listed = (variant & 2) != 0;
    const bool weighted = (variant & 4) != 0;
    const int rule =
        static_cast<int>(seed + static_cast<std::uint64_t>(variant)) % GRADCORE_POINT_LOSS_RULES;
    const int first = listed ? 0 : 3;
    const int total = n + first;
    const bool wantGradient = variant != 5;
    auto dense = [&](int isa, bool blas) {
      Arrays a(seed);
      const T* x = a.values<T>(static_cast<long>(total) * d, special);
      const int* rows = listed ? a.indices(n, total < 1 ? 1 : total) : nullptr;
      const T* y = a.filled<T>(total, [&] { return static_cast<T>(a.below(2)); });
      const T* weight = weighted ? a.positive<T>(total) : nullptr;
      const T* w = a.values<T>(d + intercept, false);
      double* gradient = wantGradient ? a.values<double>(d + intercept, false) : nullptr;
      T* work = a.scratch<T>(d + 5 * ROW_BLOCK);
      T* out = a.scratch<T>(n);
      Linear<T> call;
      call.x = x;
      call.features = d;
      call.rows = rows;
      call.rowLimit = total;
      call.firstRow = first;
      call.rowCount = n;
      call.target = y;
      call.weight = weight;
      call.rule = rule;
      call.flags = variant / 4;
      call.param = w;
      call.intercept = intercept;
      call.gradient = gradient;
      call.out = out;
      call.work = work;
      const int form = blas ? BLAS : 0;
      Result r = {call.run(isa, form | LOSS)};
      call.run(isa, form);
      if (!blas) {
        for (int p = 0; p < n; p++) {
          const T* row = x + static_cast<long>(listed ? rows[p] : first + p) * d;
          T dot = d > REDUCTION_BLOCK ? out[p] : static_cast<T>(referenceDot(row, w, d, 0.0));
          T expected = d > REDUCTION_BLOCK || intercept == 0 ? dot : dot + w[d];
          if (d > 0 && !sameBits(static_cast<double>(expected), static_cast<double>(out[p]))) {
            fail("denseMargins as defined " + name);
            break;
          }
        }
      }
      append(r, gradient, d + intercept);
      append(r, out, n);
      return r;
    };
    Result own = compare("dense " + name, [&](int isa) { return dense(isa, false); });
    if (!special) {
      for (int isa : isas()) {
        expectNear("dense blas " + name, own, dense(isa, true), tolerance);
      }
    }
    compare("csr " + name, [&](int isa) {
      Arrays a(seed);
      Sparse rowsOf(a, total, d);
      const T* values = a.values<T>(rowsOf.entries, special);
      const int* rows = listed ? a.indices(n, total < 1 ? 1 : total) : nullptr;
      const T* y = a.filled<T>(total, [&] { return static_cast<T>(a.below(2)); });
      const T* weight = weighted ? a.positive<T>(total) : nullptr;
      const T* w = a.values<T>(d + intercept, false);
      double* gradient = wantGradient ? a.values<double>(d + intercept, false) : nullptr;
      T* work = a.scratch<T>(d + 5 * ROW_BLOCK);
      T* out = a.scratch<T>(n);
      Linear<T> call;
      call.x = values;
      call.rowPointers = rowsOf.rowPointers;
      call.columns = rowsOf.columns;
      call.stored = rowsOf.entries;
      call.features = d;
      call.rows = rows;
      call.rowLimit = total;
      call.firstRow = first;
      call.rowCount = n;
      call.target = y;
      call.weight = weight;
      call.rule = rule;
      call.flags = variant / 4;
      call.param = w;
      call.intercept = intercept;
      call.gradient = gradient;
      call.out = out;
      call.work = work;
      Result r = {call.run(isa, SPARSE | LOSS)};
      call.run(isa, SPARSE);
      append(r, gradient, d + intercept);
      append(r, out, n);
      if (gradient != nullptr) {
        T* finished = a.scratch<T>(d);
        kernels::finishGradient(t, isa, gradient, 0, w, 0, finished, 0, d, 0.3,
                                weighted ? 0.1 : 0.0);
        append(r, finished, d);
      }
      return r;
    });
  }
}

template <class T>
void testLinearSoftmax(int n, int d, int classes, bool special, std::uint64_t seed) {
  const double tolerance = sizeof(T) == 4 ? 1e-3 : 1e-11;
  const long workLength = softmaxWorkLength<T>(d, classes);
  const std::string name = "rows=" + std::to_string(n) + " features=" + std::to_string(d) +
                           " classes=" + std::to_string(classes);
  for (int variant = 0; variant < 8; variant++) {
    const int intercept = variant & 1;
    const bool listed = (variant & 2) != 0;
    const bool weighted = (variant & 4) != 0;
    const int first = listed ? 0 : 3;
    const int total = n + first;
    const long size = static_cast<long>(classes) * (d + intercept);
    const bool wantGradient = variant != 5;
    auto dense = [&](int isa, bool blas) {
      Arrays a(seed);
      const T* x = a.values<T>(static_cast<long>(total) * d, special);
      const int* rows = listed ? a.indices(n, total < 1 ? 1 : total) : nullptr;
      const int* y = a.indices(total, classes);
      const T* weight = weighted ? a.positive<T>(total) : nullptr;
      const T* w = a.filled<T>(size, [&] { return static_cast<T>(a.uniform() * 0.2 - 0.1); });
      double* gradient = wantGradient ? a.values<double>(size, false) : nullptr;
      T* work = a.scratch<T>(workLength);
      T* out = a.scratch<T>(static_cast<long>(n) * classes);
      Linear<T> call;
      call.x = x;
      call.features = d;
      call.rows = rows;
      call.rowLimit = total;
      call.firstRow = first;
      call.rowCount = n;
      call.classTarget = y;
      call.weight = weight;
      call.param = w;
      call.classes = classes;
      call.intercept = intercept;
      call.gradient = gradient;
      call.out = out;
      call.work = work;
      const int form = (blas ? BLAS : 0) | SOFTMAX;
      Result r = {call.run(isa, form | LOSS)};
      call.run(isa, form);
      append(r, gradient, size);
      append(r, out, static_cast<long>(n) * classes);
      return r;
    };
    Result own = compare("dense softmax " + name, [&](int isa) { return dense(isa, false); });
    if (!special) {
      for (int isa : isas()) {
        expectNear("dense softmax blas " + name, own, dense(isa, true), tolerance);
      }
    }
    compare("csr softmax " + name, [&](int isa) {
      Arrays a(seed);
      Sparse rowsOf(a, total, d);
      const T* values = a.values<T>(rowsOf.entries, special);
      const int* rows = listed ? a.indices(n, total < 1 ? 1 : total) : nullptr;
      const int* y = a.indices(total, classes);
      const T* weight = weighted ? a.positive<T>(total) : nullptr;
      const T* w = a.values<T>(size, false);
      double* gradient = wantGradient ? a.values<double>(size, false) : nullptr;
      T* work = a.scratch<T>(workLength);
      T* out = a.scratch<T>(static_cast<long>(n) * classes);
      Linear<T> call;
      call.x = values;
      call.rowPointers = rowsOf.rowPointers;
      call.columns = rowsOf.columns;
      call.stored = rowsOf.entries;
      call.features = d;
      call.rows = rows;
      call.rowLimit = total;
      call.firstRow = first;
      call.rowCount = n;
      call.classTarget = y;
      call.weight = weight;
      call.param = w;
      call.classes = classes;
      call.intercept = intercept;
      call.gradient = gradient;
      call.out = out;
      call.work = work;
      Result r = {call.run(isa, SPARSE | SOFTMAX | LOSS)};
      call.run(isa, SPARSE | SOFTMAX);
      append(r, gradient, size);
      append(r, out, static_cast<long>(n) * classes);
      return r;
    });
  }
}

template <class T>
void testAll(std::uint64_t seed) {
  for (int n : lengths<T>()) {
    for (bool special : {false, true}) {
      testReductions<T>(n, special, seed++);
      testMaps<T>(n, special, seed++);
      testSteps<T>(n, special, seed++);
      testPointLosses<T>(n, special, seed++);
    }
  }
  for (int classes : {1, 2, 3, 8, 10, 16, 17, 32, 33, 63, 64, 65, 130, 4097}) {
    for (int rows : {0, 1, 2, 15, 16, 17, 31, 32, 33, 65, classes < 4 ? 4100 : 7}) {
      testSoftmax<T>(rows, classes, false, seed++);
      testSoftmax<T>(rows, classes, true, seed++);
    }
  }
  for (int d : {0, 1, 3, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 129, 1500}) {
    for (int n : {0, 1, 7, 8, 9, 33, 64, 65, 255, 256, 257, 300}) {
      if (d > 200 && n > 33) {
        continue;
      }
      testLinear<T>(n, d, false, seed++);
      testLinear<T>(n, d, true, seed++);
      int classes = 1 + static_cast<int>(seed % 7) * (d > 200 ? 3 : 11);
      testLinearSoftmax<T>(n, d, classes, false, seed++);
      testLinearSoftmax<T>(n, d, classes, true, seed++);
    }
  }
  // Rows that fill a tile, or more than the scratch on the stack, by themselves.
  testLinear<T>(3, 40000, false, seed++);
  testLinearSoftmax<T>(3, 40000, 2, false, seed++);
}

}  // namespace

int main() {
  gradcore_openblas_init();
  if (isas().empty()) {
    std::printf("no instruction set of the kernels is supported here\n");
    return 0;
  }
  const std::uint64_t seed = givenSeed();
  testAll<float>(seed);
  testAll<double>(seed);
  return finish(seed);
}
