// What must be compiled into its caller. A compiler stops inlining by its own judgement once a file
// has grown too much: a loop that then calls a function for each element is ten times slower.
#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#define GRADCORE_INLINE __forceinline
#define GRADCORE_FLAT
#define GRADCORE_INLINE_LAMBDA
#else
/** A function that is always inlined. */
#define GRADCORE_INLINE inline __attribute__((always_inline))
/** A lambda that is always inlined; stands behind its parameters. */
#define GRADCORE_INLINE_LAMBDA __attribute__((always_inline))
/** A function into which all that it calls is inlined: a loop over elements. */
#define GRADCORE_FLAT __attribute__((flatten))
#endif
