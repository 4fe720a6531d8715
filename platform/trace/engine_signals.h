#pragma once

#include "models/core/command_queue.h"
#include "models/core/stall_account.h"
#include "platform/trace/vcd_recorder.h"

#include <string>

namespace stavp::trace {

/// state, busy, queue, command, layer and tile of one engine or DMA channel.
class EngineSignals : public ActivityListener, public QueueListener, public LateSource {
public:
    /// Declares them. `names` are of activities.
    EngineSignals(VcdRecorder& recorder, const std::string& engine, const ValueNames& names);
    /// Listens, where it is of use.
    void attach(StallAccount& account, CommandQueue& queue);

    void entered(Activity activity, std::uint64_t now_ps) override { set_state(activity, now_ps); }
    void spent(Activity activity, std::uint64_t begin_ps, std::uint64_t end_ps) override;
    void depth(std::uint32_t entries) override;
    void begun(const DescriptorBytes& command) override;
    void ended(const DescriptorBytes& command, bool ok) override;
    std::uint64_t known_until_ps(std::uint64_t now_ps) override;
    void give_up(std::uint64_t now_ps) override;

private:
    void set_state(Activity activity, std::uint64_t time_ps);

    VcdRecorder& recorder_;
    VcdRecorder::Signal state_, busy_, queue_, command_, layer_, tile_;
    const StallAccount* account_ = nullptr;
    Activity last_ = Activity::no_command;
    std::uint64_t unknown_until_ps_ = 0; ///< it has given up knowing what was before
    std::uint64_t commands_ = 0;
};

} // namespace stavp::trace
