#pragma once

#include "platform/dram_trace/trace_line.h"

#include <cstdint>

namespace stavp {

enum class TracePattern { sequential, random };

struct TraceRecipe {
    TracePattern pattern = TracePattern::sequential;
    std::uint64_t seed = 1;
    unsigned writes_percent = 0;
    std::uint64_t interval_clk = 0; ///< between two requests; 0: all at once, held back by the window alone
    std::uint64_t burst_bytes = 64;
    std::uint64_t bytes = 0; ///< size of the memory; a sequence starts again at its end
};

/// Burst after burst in order, or at random places; which of them write is random. The same on every host.
class TraceGenerator {
public:
    explicit TraceGenerator(const TraceRecipe& recipe) : recipe_(recipe), state_(recipe.seed) {}

    TraceLine next();

private:
    std::uint64_t random();

    TraceRecipe recipe_;
    std::uint64_t state_;
    std::uint64_t count_ = 0;
};

} // namespace stavp
