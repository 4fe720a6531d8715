#pragma once

#include "models/ddr/ddr_config.h"
#include "models/ddr/dram_listener.h"
#include "platform/trace/timeline/rate_bins.h"
#include "platform/trace/timeline/timeline_file.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace stavp::trace {

/// Tracks for each channel of the DRAM: what its data bus carries, and when each rank is refreshed; and its bandwidth
/// and queue as counters. Data of one direction that follow each other within kJoinClocks are one slice, whose `clocks`
/// are those with data: over all slices they sum to `dram.busy_clocks` of summary.json. Empty at `lt`, which has no
/// commands.
class DramTracks : public DramListener {
public:
    static constexpr std::uint64_t kJoinClocks = 16;

    /// Tracks from `first` on.
    DramTracks(TimelineFile& file, Track first, const DdrConfig& config);

    void issued(const IssuedCommand& command) override;
    void queued(std::uint32_t channel, std::uint64_t clock, std::uint32_t bursts) override;
    void finish(std::uint64_t end_ps);

private:
    struct Channel {
        Track data;
        std::vector<Track> refresh; ///< by rank
        RateBins bandwidth;         ///< read, write
        RateBins queue;
        // The slice that grows.
        bool write = false;
        std::uint64_t begin_clk = 0;
        std::uint64_t end_clk = 0;
        std::uint64_t bursts = 0; ///< 0: none
    };

    void draw(Channel& channel);
    std::uint64_t ps(std::uint64_t clock) const { return clock * timing_.tCK_ps; }

    TimelineFile& file_;
    DramTiming timing_;
    std::vector<std::unique_ptr<Channel>> channels_;
};

} // namespace stavp::trace
