#include "isa.hpp"

#include <cblas.h>

#include <cstdint>
#include <initializer_list>
#include <limits>

#include "bad_index.hpp"
#include "gradcore.h"
#include "kernel_table.h"

#if defined(__x86_64__) || defined(_M_X64)
#define GRADCORE_X86 1
// Clang has GCC's header and assembler on Windows too.
#if defined(_MSC_VER) && !defined(__clang__)
#define GRADCORE_MSVC 1
#include <immintrin.h>
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#elif defined(__aarch64__) || defined(_M_ARM64)
#define GRADCORE_ARM 1
#else
#error "gradcore has kernels for x86-64 and AArch64 only"
#endif

namespace gradcore {

#if defined(GRADCORE_X86)

namespace avx2 {
extern const KernelTable TABLE;
}
namespace avx512 {
extern const KernelTable TABLE;
}

namespace {

struct Registers {
  uint32_t eax, ebx, ecx, edx;
};

Registers cpuid(uint32_t leaf) {
  Registers r = {0, 0, 0, 0};
#if defined(GRADCORE_MSVC)
  int info[4];
  __cpuid(info, 0);
  if (static_cast<uint32_t>(info[0]) < leaf) return r;
  __cpuidex(info, static_cast<int>(leaf), 0);
  r = {static_cast<uint32_t>(info[0]), static_cast<uint32_t>(info[1]),
       static_cast<uint32_t>(info[2]), static_cast<uint32_t>(info[3])};
#else
  __get_cpuid_count(leaf, 0, &r.eax, &r.ebx, &r.ecx, &r.edx);
#endif
  return r;
}

// The register state that the operating system saves.
uint64_t xcr0() {
#if defined(GRADCORE_MSVC)
  return _xgetbv(0);
#else
  uint32_t low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<uint64_t>(high) << 32) | low;
#endif
}

constexpr bool has(uint64_t value, uint64_t bits) { return (value & bits) == bits; }

constexpr uint32_t bit(int index) { return uint32_t{1} << index; }

constexpr uint32_t FMA = bit(12), OSXSAVE = bit(27), AVX = bit(28);
constexpr uint32_t AVX2 = bit(5);
constexpr uint32_t AVX512F = bit(16), AVX512DQ = bit(17), AVX512BW = bit(30), AVX512VL = bit(31);
constexpr uint64_t XMM_YMM = 0x6, OPMASK_ZMM = 0xe0;

}  // namespace

bool isaSupported(int isa) {
  if (isa != GRADCORE_ISA_AVX2 && isa != GRADCORE_ISA_AVX512) return false;
  if (!has(cpuid(1).ecx, FMA | OSXSAVE | AVX)) return false;
  uint64_t saved = xcr0();
  uint32_t features = cpuid(7).ebx;
  if (!has(saved, XMM_YMM) || !has(features, AVX2)) return false;
  return isa == GRADCORE_ISA_AVX2 ||
         (has(saved, OPMASK_ZMM) && has(features, AVX512F | AVX512DQ | AVX512BW | AVX512VL));
}

namespace {

const KernelTable* const TABLES[] = {
    nullptr,
    isaSupported(GRADCORE_ISA_AVX2) ? &avx2::TABLE : nullptr,
    isaSupported(GRADCORE_ISA_AVX512) ? &avx512::TABLE : nullptr,
    nullptr,
};

}  // namespace

#else

namespace neon {
extern const KernelTable TABLE;
}

// Every AArch64 processor has NEON with fused multiply-add.
bool isaSupported(int isa) { return isa == GRADCORE_ISA_NEON; }

namespace {

const KernelTable* const TABLES[] = {nullptr, nullptr, nullptr, &neon::TABLE};

}  // namespace

#endif

const KernelTable* kernels(int isa) {
  return static_cast<unsigned>(isa) <= GRADCORE_ISA_NEON ? TABLES[isa] : nullptr;
}

void badIndex() { throw BadIndex(); }

}  // namespace gradcore

extern "C" {

int gradcore_abi(void) { return GRADCORE_ABI; }

int gradcore_isa_supported(int isa) { return gradcore::kernels(isa) != nullptr ? 1 : 0; }

int gradcore_best_isa(void) {
  for (int isa : {GRADCORE_ISA_NEON, GRADCORE_ISA_AVX512, GRADCORE_ISA_AVX2}) {
    if (gradcore::kernels(isa) != nullptr) return isa;
  }
  return GRADCORE_ISA_NONE;
}

void gradcore_openblas_init(void) { openblas_set_num_threads(1); }

const char* gradcore_openblas_config(void) { return openblas_get_config(); }

#include "exports.inc"

}  // extern "C"
