#pragma once

#include "models/ddr/dram_controller.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace stavp::test {

/// Offers transactions at chosen clocks, in the order of the clocks, and tells when each has ended. Every command is
/// checked; one that breaks a rule fails the test.
class DramProbe {
public:
    explicit DramProbe(const DdrConfig& config) : dram(config) {
        dram.on_command([this](const IssuedCommand& command) { commands.push_back(command); });
    }
    ~DramProbe() {
        for (const auto& violation : dram.violation_examples())
            ADD_FAILURE() << violation.text;
    }
    DramProbe(const DramProbe&) = delete;
    DramProbe& operator=(const DramProbe&) = delete;

    std::uint64_t read(std::uint64_t offset, std::uint64_t arrival, std::uint32_t bytes = 64) {
        return offer(ColumnCommand::read, offset, arrival, bytes);
    }
    std::uint64_t write(std::uint64_t offset, std::uint64_t arrival, std::uint32_t bytes = 64) {
        return offer(ColumnCommand::write, offset, arrival, bytes);
    }

    /// Of the transaction with the number that read() or write() gave.
    DramCompletion completion(std::uint64_t id) {
        while (!done_.contains(id))
            step();
        return done_.at(id);
    }
    std::uint64_t end(std::uint64_t id) { return completion(id).clock; }

    /// The clock of the `index`-th command of this kind so far.
    std::uint64_t clock_of(DramCommand kind, std::size_t index = 0) const {
        for (const auto& command : commands)
            if (command.command == kind && index-- == 0) return command.clock;
        return kNeverClk;
    }
    void advance(std::uint64_t clock) {
        dram.advance(clock, [this](const DramCompletion& completion) { done_[completion.id] = completion; });
    }

    DramController dram;
    std::vector<IssuedCommand> commands;

private:
    static DdrConfig checked(DdrConfig config) { return config; }
    std::uint64_t offer(ColumnCommand command, std::uint64_t offset, std::uint64_t arrival, std::uint32_t bytes) {
        if (arrival > 0) advance(arrival - 1);
        while (!dram.can_accept())
            step();
        dram.offer({next_, command, offset, bytes, arrival});
        return next_++;
    }
    void step() {
        const auto clock = dram.next_event_clk();
        ASSERT_NE(clock, kNeverClk);
        advance(clock);
    }

    std::map<std::uint64_t, DramCompletion> done_;
    std::uint64_t next_ = 0;
};

} // namespace stavp::test
