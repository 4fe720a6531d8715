#include "models/cpu/jit/code_memory.h"

#if defined(__x86_64__) && defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace stavp {

CodeMemory::CodeMemory(std::size_t bytes) : bytes_(bytes) {
    map();
}

CodeMemory::~CodeMemory() {
    unmap();
}

const std::uint8_t* CodeMemory::take(std::size_t bytes) {
    const auto* begin = executable_ + used_;
    used_ += bytes;
    return begin;
}

void CodeMemory::reset() {
    unmap();
    map();
}

#if defined(__x86_64__) && defined(__linux__)

void CodeMemory::map() {
    used_ = 0;
    const int file = memfd_create("stavp-code", MFD_CLOEXEC);
    if (file < 0) return;
    if (ftruncate(file, static_cast<off_t>(bytes_)) == 0) {
        void* writable = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        void* executable = mmap(nullptr, bytes_, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
        writable_ = writable == MAP_FAILED ? nullptr : static_cast<std::uint8_t*>(writable);
        executable_ = executable == MAP_FAILED ? nullptr : static_cast<const std::uint8_t*>(executable);
    }
    close(file);
    if (writable_ == nullptr || executable_ == nullptr) unmap();
}

void CodeMemory::unmap() {
    if (writable_ != nullptr) munmap(writable_, bytes_);
    if (executable_ != nullptr) munmap(const_cast<std::uint8_t*>(executable_), bytes_);
    writable_ = nullptr;
    executable_ = nullptr;
}

#else

void CodeMemory::map() {
    used_ = 0;
}

void CodeMemory::unmap() {}

#endif

} // namespace stavp
