#pragma once

#include "models/ddr/dram_controller.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <queue>
#include <vector>

namespace stavp::test {

/// A requester with at most `window` transactions on their way: offers each as soon as there is room. Every command
/// is checked; one that breaks a rule fails the test.
class RequestStream {
public:
    RequestStream(const DdrConfig& config, std::size_t window) : dram_(config), window_(window) {}
    ~RequestStream() {
        for (const auto& violation : dram_.violation_examples())
            ADD_FAILURE() << violation.text;
    }
    RequestStream(const RequestStream&) = delete;
    RequestStream& operator=(const RequestStream&) = delete;

    void request(ColumnCommand command, std::uint64_t offset, std::uint32_t bytes) {
        while (outstanding_ == window_)
            retire_one();
        while (!dram_.can_accept())
            step();
        if (now_ > 0) advance(now_ - 1);
        arrivals_[next_] = now_;
        dram_.offer({next_++, command, offset, bytes, now_});
        ++outstanding_;
    }
    void idle_until(std::uint64_t clock) { now_ = std::max(now_, clock); }
    /// The end of the last transaction so far.
    std::uint64_t end() {
        while (dram_.next_event_clk() != kNeverClk)
            step();
        return last_;
    }
    DramController& dram() { return dram_; }
    std::function<void(const DramCompletion&)> on_completion;

private:
    static DdrConfig checked(DdrConfig config) { return config; }
    void advance(std::uint64_t clock) {
        dram_.advance(clock, [this](const DramCompletion& completion) {
            check_delays(completion);
            ends_.push(completion.clock);
            last_ = std::max(last_, completion.clock);
            if (on_completion) on_completion(completion);
        });
    }
    /// The parts sum to the latency, and none is more than all of it.
    void check_delays(const DramCompletion& completion) {
        const auto latency = completion.clock - arrivals_.at(completion.id);
        arrivals_.erase(completion.id);
        ASSERT_EQ(completion.delays.total(), latency);
        ASSERT_LE(completion.delays.queue, latency);
    }
    void step() {
        const auto clock = dram_.next_event_clk();
        now_ = std::max(now_, clock);
        advance(clock);
    }
    void retire_one() {
        while (ends_.empty() || dram_.next_event_clk() < ends_.top())
            advance(dram_.next_event_clk());
        now_ = std::max(now_, ends_.top());
        ends_.pop();
        --outstanding_;
    }

    DramController dram_;
    std::size_t window_;
    std::size_t outstanding_ = 0;
    std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> ends_;
    std::map<std::uint64_t, std::uint64_t> arrivals_;
    std::uint64_t next_ = 0;
    std::uint64_t now_ = 0;
    std::uint64_t last_ = 0;
};

} // namespace stavp::test
