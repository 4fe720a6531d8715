#pragma once

#include "models/ddr/ddr.h"
#include "models/ddr/dram_listener.h"
#include "platform/trace/vcd_recorder.h"

#include <vector>

namespace stavp::trace {

/// The command pins, the queue and the banks of each memory channel, from the controller's commands. A bank is `active`
/// from ACT to PRE, or to a RD or WR with auto-precharge, and in `refresh` for tRFC from REF.
class DramSignals : public DramListener, public LateSource {
public:
    DramSignals(VcdRecorder& recorder, Ddr& ddr, const ValueNames& commands, const ValueNames& states);

    void issued(const IssuedCommand& command) override;
    void queued(std::uint32_t channel, std::uint64_t clock, std::uint32_t bursts) override;
    std::uint64_t known_until_ps(std::uint64_t now_ps) override;
    void give_up(std::uint64_t /*now_ps*/) override {}

    enum BankState : std::uint64_t { idle, active, refresh };

private:
    struct Bank {
        VcdRecorder::Signal state, row;
    };
    struct Channel {
        VcdRecorder::Signal command, bank, queue;
        std::vector<Bank> banks;
    };

    void show_command(Channel& channel, const IssuedCommand& command);
    void show_refresh(Channel& channel, std::uint32_t rank, std::uint64_t clock);
    void close(Bank& bank, std::uint64_t clock, BankState state = idle);
    std::uint64_t time_of(std::uint64_t clock) const { return clock * timing_.tCK_ps; }

    VcdRecorder& recorder_;
    Ddr& ddr_;
    DramTiming timing_;
    std::vector<Channel> channels_;
};

} // namespace stavp::trace
