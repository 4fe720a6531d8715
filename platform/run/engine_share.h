#pragma once

#include "models/core/activity.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stavp {

/// What one engine did with a span of time, in cycles of its own clock.
struct EngineShare {
    std::string name; ///< dma0.., sta, softmax, vector
    std::uint64_t cycles = 0;
    ActivityCycles activities{}; ///< sum to `cycles`
    WaitCycles waits{};          ///< for each wait, its causes; they sum to its activity
};

/// `after - before`, engine by engine.
std::vector<EngineShare> difference(const std::vector<EngineShare>& after, const std::vector<EngineShare>& before);
/// "" or how the accounts contradict the clock or themselves.
std::string contradiction_in(const std::vector<EngineShare>& shares);

} // namespace stavp
