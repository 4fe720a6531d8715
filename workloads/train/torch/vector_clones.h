#pragma once

/// Compiles a function once per level of vector instructions; the loader picks the one for this processor. The last
/// bits of sums differ between levels (fused multiply-add), as those of the BLAS do. Sanitizers do not get along with
/// the loader's early call of the resolver.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define STAVP_VECTOR_CLONES __attribute__((target_clones("default", "arch=haswell", "arch=skylake-avx512")))
#else
#define STAVP_VECTOR_CLONES
#endif
