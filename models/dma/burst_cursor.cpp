#include "models/dma/burst_cursor.h"

#include <algorithm>

namespace stavp {

BurstCursor::BurstCursor(const CopyJob& job, std::uint32_t largest)
    : job_(job), largest_(largest), rows_left_(job.rows) {}

CopyBurst BurstCursor::next() {
    const auto source = job_.source + offset_;
    const auto to_boundary = largest_ - (source & (largest_ - 1));
    const auto bytes = std::min(to_boundary, job_.row_bytes - offset_);
    const CopyBurst burst{source, job_.destination + offset_, static_cast<std::uint32_t>(bytes)};
    offset_ += bytes;
    if (offset_ == job_.row_bytes) {
        offset_ = 0;
        job_.source += job_.source_stride;
        job_.destination += job_.destination_stride;
        --rows_left_;
    }
    return burst;
}

} // namespace stavp
