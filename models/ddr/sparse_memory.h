#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace stavp {

/// Zeroed memory that the operating system backs page by page when it is first written.
class SparseMemory {
public:
    /// Throws std::bad_alloc when the address space cannot be had.
    explicit SparseMemory(std::size_t bytes);
    ~SparseMemory();
    SparseMemory(const SparseMemory&) = delete;
    SparseMemory& operator=(const SparseMemory&) = delete;

    std::uint8_t* data() { return data_; }
    std::size_t size() const { return bytes_; }
    std::span<std::uint8_t> bytes() { return {data_, bytes_}; }

private:
    std::uint8_t* data_;
    std::size_t bytes_;
};

} // namespace stavp
