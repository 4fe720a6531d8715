#pragma once

#include <cstdint>
#include <string>

namespace stavp::config {

/// What of a run a trace shows; docs/tracing.md.
struct TraceConfig {
    std::string signals; ///< patterns, separated by commas; empty: all
    std::string layers;  ///< patterns; empty: whatever the layer
    bool marked = false; ///< only while firmware says so
    std::uint64_t from_ns = 0;
    std::uint64_t to_ns = 0;                          ///< 0: to the end
    std::uint64_t max_bytes = std::uint64_t{1} << 30; ///< of a file; 0: no bound
};

} // namespace stavp::config
