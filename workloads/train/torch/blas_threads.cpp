#include "workloads/train/torch/blas_threads.h"

#include "workloads/train/torch/torch.h"

#include <dlfcn.h>

namespace stavp::workloads {

void compute_in_this_thread() {
    at::set_num_threads(1);
    at::globalContext().setDeterministicAlgorithms(true, false);
    // OpenBLAS has threads of its own. Which BLAS is installed is known at run time only; others have no such function.
    using SetThreads = void (*)(int);
    if (const auto set_threads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set_threads(1);
}

} // namespace stavp::workloads
