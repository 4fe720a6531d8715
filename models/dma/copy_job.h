#pragma once

#include <cstdint>

namespace stavp {

/// `rows` rows of `row_bytes` bytes, both at least 1; addresses and strides wrap at 2^64.
struct CopyJob {
    std::uint64_t source;
    std::uint64_t destination;
    std::uint64_t row_bytes;
    std::uint64_t rows;
    std::uint64_t source_stride;
    std::uint64_t destination_stride;

    /// The same bytes in the same order with as few rows as possible: rows that touch on both sides are one.
    CopyJob joined() const {
        auto job = *this;
        if (rows > 1 && source_stride == row_bytes && destination_stride == row_bytes) {
            job.row_bytes = row_bytes * rows;
            job.rows = 1;
        }
        return job;
    }
};

} // namespace stavp
