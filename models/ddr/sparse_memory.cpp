#include "models/ddr/sparse_memory.h"

#include <new>
#include <sys/mman.h>

namespace stavp {

SparseMemory::SparseMemory(std::size_t bytes) : data_(nullptr), bytes_(bytes) {
    constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    auto* place = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, kFlags, -1, 0);
    if (place == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<std::uint8_t*>(place);
}

SparseMemory::~SparseMemory() {
    munmap(data_, bytes_);
}

} // namespace stavp
