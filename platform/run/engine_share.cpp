#include "platform/run/engine_share.h"

#include <fmt/format.h>
#include <numeric>

namespace stavp {

namespace {

template <typename Cycles> std::uint64_t sum(const Cycles& cycles) {
    return std::accumulate(cycles.begin(), cycles.end(), std::uint64_t{0});
}

template <typename Cycles> void subtract(Cycles& from, const Cycles& what) {
    for (std::size_t i = 0; i < from.size(); ++i)
        from[i] -= what[i];
}

} // namespace

std::vector<EngineShare> difference(const std::vector<EngineShare>& after, const std::vector<EngineShare>& before) {
    auto result = after;
    for (std::size_t engine = 0; engine < result.size(); ++engine) {
        auto& share = result[engine];
        share.cycles -= before[engine].cycles;
        subtract(share.activities, before[engine].activities);
        for (std::size_t wait = 0; wait < kActivityCount; ++wait)
            subtract(share.waits[wait], before[engine].waits[wait]);
    }
    return result;
}

std::string contradiction_in(const std::vector<EngineShare>& shares) {
    for (const auto& share : shares) {
        if (const auto accounted = sum(share.activities); accounted != share.cycles)
            return fmt::format("{} accounts for {} of {} cycles", share.name, accounted, share.cycles);
        for (std::size_t wait = 0; wait < kActivityCount; ++wait) {
            const auto expected = is_wait(static_cast<Activity>(wait)) ? share.activities[wait] : 0;
            if (const auto explained = sum(share.waits[wait]); explained != expected)
                return fmt::format("{} explains {} of {} cycles of {}", share.name, explained, expected,
                                   kActivityNames[wait]);
        }
    }
    return {};
}

} // namespace stavp
