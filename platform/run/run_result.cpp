#include "platform/run/run_result.h"

#include <fmt/format.h>

namespace stavp {

std::string_view name_of(RunStatus status) {
    switch (status) {
    case RunStatus::ok:
        return "ok";
    case RunStatus::unreadable:
        return "unreadable";
    case RunStatus::mismatch:
        return "mismatch";
    case RunStatus::firmware_error:
        return "firmware_error";
    case RunStatus::guest_failed:
        return "guest_failed";
    case RunStatus::timeout:
        return "timeout";
    case RunStatus::killed:
        return "killed";
    case RunStatus::deadlock:
        return "deadlock";
    case RunStatus::watchdog:
        return "watchdog";
    case RunStatus::interrupted:
        return "interrupted";
    case RunStatus::replay_differs:
        return "replay_differs";
    case RunStatus::internal_error:
        break;
    }
    return "internal_error";
}

std::string describe(const FirstMismatch& m) {
    return fmt::format("layer '{}' tile ({},{}) first wrong element [{},{}]: expected {}, got {}", m.layer, m.tile_row,
                       m.tile_col, m.row, m.col, m.expected, m.got);
}

Counters difference(const Counters& after, const Counters& before) {
    auto result = after;
    for (std::size_t i = 0; i < result.size() && i < before.size(); ++i)
        result[i].second -= before[i].second;
    return result;
}

} // namespace stavp
