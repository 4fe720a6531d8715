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

    /// Returns the clock at which the transaction has ended.
    std::uint64_t request(ColumnCommand command, std::uint64_t offset, std::uint64_t bytes) {
        if (in_flight_.size() == window_) {
            now_ = std::max(now_, in_flight_.top());
            in_flight_.pop();
        }
        const auto end = dram_.schedule(command, offset, bytes, now_);
        in_flight_.push(end);
        last_ = std::max(last_, end);
        return end;
    }
    void idle_until(std::uint64_t clock) { now_ = std::max(now_, clock); }
    /// The end of the last transaction so far.
    std::uint64_t end() const { return last_; }

private:
    DramController& dram_;
    std::size_t window_;
    std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> in_flight_;
    std::uint64_t now_ = 0;
    std::uint64_t last_ = 0;
};

} // namespace stavp::test
