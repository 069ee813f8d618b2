// Indices that are out of their range, from the start or written by another thread during a call:
// every kernel that reads indices must end with GRADCORE_BAD_INDEX, or with a result, and never
// touch what it was not given. Every array ends flush at an unmapped page.

#include <atomic>
#include <climits>
#include <thread>

#include "testing.hpp"

using namespace testing;

namespace {

/** One data set, with arrays for every kernel that reads indices. */
template <class T>
class Calls {
 public:
  static constexpr int ROWS = 300;
  static constexpr int FEATURES = 37;
  static constexpr int CLASSES = 11;

  explicit Calls(std::uint64_t seed)
      : arrays_(seed),
        sparse(arrays_, ROWS, FEATURES),
        rows(arrays_.indices(ROWS, ROWS)),
        target(arrays_.indices(ROWS, CLASSES)),
        x_(arrays_.values<T>(ROWS * FEATURES, false)),
        values_(arrays_.values<T>(sparse.entries, false)),
        y_(arrays_.filled<T>(ROWS, [&] { return static_cast<T>(arrays_.below(2)); })),
        w_(arrays_.values<T>(CLASSES * (FEATURES + 1), false)),
        logits_(arrays_.values<T>(ROWS * CLASSES, false)),
        gradients_(arrays_.values<double>(CLASSES * (FEATURES + 1), false)),
        gradient_(arrays_.values<double>(FEATURES + 1, false)),
        work_(arrays_.scratch<T>(FEATURES + 5 * ROW_BLOCK)),
        softmaxWork_(arrays_.scratch<T>(softmaxWorkLength<T>(FEATURES, CLASSES))),
        out_(arrays_.scratch<T>(ROWS)),
        outs_(arrays_.scratch<T>(ROWS * CLASSES)) {}

  int* array(const std::string& name) {
    return name == "rows"          ? rows
           : name == "target"      ? target
           : name == "rowPointers" ? sparse.rowPointers
                                   : sparse.columns;
  }

  int length(const std::string& name) {
    return name == "columns" ? sparse.entries : name == "rowPointers" ? ROWS + 1 : ROWS;
  }

  /** What csrLogits returns of the last n rows; for few rows W is not transposed. */
  double logits(int isa, int n) {
    Linear<T> given = call(SPARSE | SOFTMAX, nullptr);
    given.firstRow = ROWS - n;
    given.rowCount = n;
    return given.run(isa, SPARSE | SOFTMAX);
  }

  /** What the kernels that read an array of indices return. */
  std::vector<double> run(int isa, const std::string& name) {
    const int* list = name == "rows" ? rows : nullptr;
    std::vector<double> results;
    for (int form = 0; form < BLAS + SPARSE; form++) {
      const bool reads = name == "rows"     ? true
                         : name == "target" ? (form & SOFTMAX) != 0 && (form & LOSS) != 0
                                            : (form & SPARSE) != 0;
      if (reads) {
        results.push_back(call(form, list).run(isa, form));
      }
    }
    if (name == "target") {
      results.push_back(kernels::softmaxCrossEntropy(T(0), isa, logits_, 0, target, 0, y_, 0, out_,
                                                     0, outs_, 0, ROWS, CLASSES, T(1), 0.0));
    }
    return results;
  }

 private:
  Linear<T> call(int form, const int* list) {
    const bool softmax = (form & SOFTMAX) != 0;
    Linear<T> call;
    call.x = (form & SPARSE) != 0 ? values_ : x_;
    call.rowPointers = sparse.rowPointers;
    call.columns = sparse.columns;
    call.stored = sparse.entries;
    call.features = FEATURES;
    call.rows = list;
    call.rowLimit = ROWS;
    call.rowCount = ROWS;
    call.target = y_;
    call.classTarget = target;
    call.weight = y_;
    call.rule = GRADCORE_POINT_LOSS_LOGISTIC;
    call.param = w_;
    call.classes = softmax ? CLASSES : 1;
    call.intercept = 1;
    call.gradient = softmax ? gradients_ : gradient_;
    call.out = softmax ? outs_ : out_;
    call.work = softmax ? softmaxWork_ : work_;
    return call;
  }

  Arrays arrays_;

 public:
  testing::Sparse sparse;
  int* rows;
  int* target;

 private:
  T* x_;
  T* values_;
  T* y_;
  T* w_;
  T* logits_;
  double* gradients_;
  double* gradient_;
  T* work_;
  T* softmaxWork_;
  T* out_;
  T* outs_;
};

bool isBadIndex(double result) {
  std::uint64_t bits;
  std::memcpy(&bits, &result, sizeof bits);
  return bits == GRADCORE_BAD_INDEX;
}

const std::vector<std::string> NAMES = {"rows", "target", "rowPointers", "columns"};

template <class T>
int limit(const std::string& name) {
  return name == "columns"       ? Calls<T>::FEATURES
         : name == "target"      ? Calls<T>::CLASSES
         : name == "rowPointers" ? INT_MAX / 2
                                 : Calls<T>::ROWS;
}

/** A bad index at any place of any array ends every kernel that reads it. */
template <class T>
void testBad(std::uint64_t seed) {
  for (int isa : isas()) {
    Calls<T> calls(seed);
    for (const std::string& name : NAMES) {
      int* array = calls.array(name);
      const int length = calls.length(name);
      for (int bad : {limit<T>(name), -1, INT_MIN, INT_MAX, 1 << 30}) {
        for (int at : {0, 1, length / 2, length - 2, length - 1}) {
          const int good = array[at];
          array[at] = bad;
          for (double result : calls.run(isa, name)) {
            checks++;
            if (!isBadIndex(result)) {
              fail(name + "[" + std::to_string(at) + "] = " + std::to_string(bad) + " isa " +
                   std::to_string(isa) + ": a result");
            }
          }
          if (name == "columns" && at == length - 1) {
            checks++;
            if (!isBadIndex(calls.logits(isa, 2))) {
              fail("columns isa " + std::to_string(isa) + ": logits of two rows");
            }
          }
          array[at] = good;
        }
      }
      for (double result : calls.run(isa, name)) {
        checks++;
        if (isBadIndex(result)) {
          fail(name + " isa " + std::to_string(isa) + ": good indices refused");
        }
      }
    }
  }
}

/** Another thread changes an index while kernels run. */
template <class T>
void testRace(std::uint64_t seed, int milliseconds) {
  for (int isa : isas()) {
    for (const std::string& name : NAMES) {
      Calls<T> calls(seed);
      int* array = calls.array(name);
      const int length = calls.length(name);
      std::atomic<bool> stop(false);
      std::thread other([&] {
        std::mt19937_64 random(seed);
        while (!stop) {
          auto* index = reinterpret_cast<std::atomic<int>*>(
              array + random() % static_cast<std::uint64_t>(length));
          const int good = *index;
          *index = random() % 2 == 0 ? INT_MAX / 8 : static_cast<int>(random());
          for (volatile int i = 0; i < 30; i = i + 1) {
          }
          *index = good;
        }
      });
      const auto start = std::chrono::steady_clock::now();
      const auto passed = [&] { return std::chrono::steady_clock::now() - start; };
      long bad = 0;
      // Longer where the other thread gets no processor.
      while (passed() < std::chrono::milliseconds(milliseconds) ||
             (bad == 0 && passed() < std::chrono::seconds(20))) {
        for (double result : calls.run(isa, name)) {
          bad += isBadIndex(result) ? 1 : 0;
        }
      }
      stop = true;
      other.join();
      checks++;
      if (bad == 0) {
        fail(name + " isa " + std::to_string(isa) + ": no call saw a changed index");
      }
    }
  }
}

}  // namespace

int main() {
  gradcore_openblas_init();
  if (isas().empty()) {
    std::printf("no instruction set of the kernels is supported here\n");
    return 0;
  }
  const std::uint64_t seed = givenSeed();
  const char* given = std::getenv("GRADCORE_RACE_MILLISECONDS");
  const int milliseconds = given == nullptr ? 100 : std::atoi(given);
  testBad<float>(seed);
  testBad<double>(seed);
  testRace<float>(seed, milliseconds);
  testRace<double>(seed, milliseconds);
  return finish(seed);
}
