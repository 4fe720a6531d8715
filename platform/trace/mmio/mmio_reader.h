#pragma once

#include "platform/trace/mmio/mmio_line.h"

#include <filesystem>
#include <vector>

namespace stavp::trace {

/// A whole trace, for those who play it.
struct MmioTrace {
    MmioHeader header;
    std::vector<MmioLine> lines;              ///< the end's is the last
    static constexpr unsigned kFirstLine = 9; ///< of the file: lines[0]
};

/// Throws InputError "file:line: reason" for anything that is not a trace, and for one that was cut short.
MmioTrace read_mmio(const std::filesystem::path& file);

} // namespace stavp::trace
