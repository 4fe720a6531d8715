#pragma once

#include "models/ddr/dram_controller.h"
#include "platform/dram_trace/latency_counts.h"
#include "platform/dram_trace/trace_line.h"

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <vector>

namespace stavp {

/// What a trace did to the memory. Clocks are memory clocks; latency runs from the offer of a request, which is its
/// cycle or when the window has room for it, to its last data beat, without the front end.
struct TraceResult {
    std::uint64_t requests = 0;
    std::uint64_t clocks = 0; ///< from the first offer to the last data beat
    double bandwidth_gb_s = 0;
    double peak_gb_s = 0;
    double fraction_of_peak = 0;
    LatencyCounts latency;
    DramDelays delays; ///< summed over all requests
    DramCounts counts;
    std::uint64_t violations = 0;
    std::vector<CommandViolation> violation_examples;
};

/// Plays requests on the controller alone: in their order, each one burst, at most `window` on their way.
class TracePlayer {
public:
    TracePlayer(const DdrConfig& config, std::uint32_t window);

    void play(const TraceLine& line);
    /// Waits for all and sums up; once.
    TraceResult finish();

private:
    void advance(std::uint64_t clk);
    void step();
    std::uint64_t next_retired();

    DdrConfig config_;
    DramController controller_;
    TraceResult result_;
    std::vector<std::uint64_t> offered_clk_; ///< by id
    std::vector<std::uint32_t> free_ids_;
    std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> ends_;
    std::uint64_t advanced_clk_ = 0;
    std::uint64_t now_ = 0; ///< of the last offer
    std::uint64_t first_clk_ = 0;
    std::uint64_t last_clk_ = 0;
    std::uint32_t outstanding_ = 0;
    std::uint32_t window_;
};

} // namespace stavp
