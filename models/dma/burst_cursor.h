#pragma once

#include "models/dma/copy_job.h"

#include <cstdint>

namespace stavp {

struct CopyBurst {
    std::uint64_t source;
    std::uint64_t destination;
    std::uint32_t bytes;
};

/// Walks over a job in bursts: row by row, from low to high addresses, each burst as long as it can be without
/// leaving its row or crossing a multiple of `largest` on the source side. The destination's alignment does not
/// matter, so a write burst may cross such a boundary.
class BurstCursor {
public:
    BurstCursor() = default;
    /// `largest`: a power of two.
    BurstCursor(const CopyJob& job, std::uint32_t largest);

    bool done() const { return rows_left_ == 0; }
    /// The next burst; only when not done().
    CopyBurst next();

private:
    CopyJob job_{};
    std::uint64_t largest_ = 1;
    std::uint64_t rows_left_ = 0;
    std::uint64_t offset_ = 0; ///< within the row at job_.source
};

} // namespace stavp
