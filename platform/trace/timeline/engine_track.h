#pragma once

#include "models/core/activity_listener.h"
#include "models/core/clock.h"
#include "models/core/on_chip_operands.h"
#include "models/core/queue_listener.h"
#include "platform/trace/timeline/data_flow.h"
#include "platform/trace/timeline/names.h"
#include "platform/trace/timeline/timeline_file.h"

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace stavp::trace {

/// The track of one engine or DMA channel: a slice for each command, and in it what the engine's time went to. Slices
/// begin and end at the edges at which the account counts cycles, so that the slices of an activity sum to its cycles
/// in summary.json exactly. Time without a command is left empty.
///
/// A copy's time changes its cause many times per microsecond. It is drawn in steps of about kStepCycles, in each of
/// which the same cause is one slice.
class EngineTrack : public QueueListener, public ActivityListener, public OperandListener {
public:
    static constexpr std::uint64_t kStepCycles = 128;

    struct Environment {
        TimelineFile& file;
        DataFlow& flow;
        const LayerNames& layers;
    };

    EngineTrack(const Environment& environment, Track track, std::string name, Clock clock);

    void depth(std::uint32_t entries) override;
    void begun(const DescriptorBytes& command) override;
    void executes(const DescriptorBytes& command) override;
    void ended(const DescriptorBytes& command, bool ok) override;
    void spent(Activity activity, std::uint64_t begin_ps, std::uint64_t end_ps) override;
    void operand(const OperandRows& rows, bool write, bool direct, bool ok) override;

    /// The run ends in the middle of whatever it is.
    void finish(std::uint64_t end_ps);

private:
    struct Shares {
        Activity activity;
        std::uint64_t cycles;
    };
    /// A command's slice, which waits to be drawn until the time up to its beginning has been: that comes later.
    struct Command {
        std::uint64_t begin_ps = 0;
        std::uint64_t end_ps = ~std::uint64_t{0}; ///< not known yet
        std::string name;
        std::string begin_args;
        std::string end_args;
        bool begun = false; ///< drawn
        bool shown = false;
    };

    std::uint64_t edge(std::uint64_t ps) const { return ps - ps % clock_.period_ps(); }
    std::uint64_t now_edge() const;
    void flush();
    void draw_commands(std::uint64_t up_to_ps);
    std::string arguments_of(const DescriptorBytes& command) const;

    Environment to_;
    Track track_;
    std::string name_;
    std::string depth_name_;
    Clock clock_;
    std::deque<Command> commands_; ///< at most the last one is in work
    bool in_work_ = false;
    std::uint64_t command_ = 0; ///< number of the last one, unique among all engines
    DataFlow::Consumer consumer_;
    std::vector<OperandRows> written_;
    std::uint64_t read_bytes_ = 0;
    std::uint64_t write_bytes_ = 0;
    // What is spent but not drawn yet.
    std::uint64_t step_begin_ps_ = 0;
    std::uint64_t step_cycles_ = 0;
    std::array<Shares, kActivityCount> step_; ///< in the order in which they came
    std::size_t step_count_ = 0;
};

} // namespace stavp::trace
