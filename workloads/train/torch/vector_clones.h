#pragma once

/// Compiles a function once per level of vector instructions; the loader picks the one for this processor (by the
/// features of a level: names of processors would match those of one maker only). The last
/// bits of sums differ between levels (fused multiply-add), as those of the BLAS do. Sanitizers do not get along with
/// the loader's early call of the resolver.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define STAVP_VECTOR_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define STAVP_VECTOR_CLONES
#endif

/// A lambda that is not inlined would be compiled for the lowest level only.
#define STAVP_INLINE_LAMBDA __attribute__((always_inline))
