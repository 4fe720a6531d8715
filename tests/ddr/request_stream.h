#pragma once

#include "models/ddr/dram_controller.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace stavp::test {

/// A requester with at most `window` transactions on their way: offers each as soon as there is room.
class RequestStream {
public:
    RequestStream(DramController& dram, std::size_t window) : dram_(dram), window_(window) {}

    void request(ColumnCommand command, std::uint64_t offset, std::uint32_t bytes) {
        while (outstanding_ == window_)
            retire_one();
        while (!dram_.can_accept())
            step();
        if (now_ > 0) advance(now_ - 1);
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
    std::function<void(const DramCompletion&)> on_completion;

private:
    void advance(std::uint64_t clock) {
        dram_.advance(clock, [this](const DramCompletion& completion) {
            ends_.push(completion.clock);
            last_ = std::max(last_, completion.clock);
            if (on_completion) on_completion(completion);
        });
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

    DramController& dram_;
    std::size_t window_;
    std::size_t outstanding_ = 0;
    std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> ends_;
    std::uint64_t next_ = 0;
    std::uint64_t now_ = 0;
    std::uint64_t last_ = 0;
};

} // namespace stavp::test
