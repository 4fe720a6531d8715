#include "platform/run/run_result.h"

namespace stavp {

std::string_view name_of(RunStatus status) {
    switch (status) {
    case RunStatus::ok:
        return "ok";
    case RunStatus::mismatch:
        return "mismatch";
    case RunStatus::firmware_error:
        return "firmware_error";
    case RunStatus::guest_failed:
        return "guest_failed";
    case RunStatus::timeout:
        return "timeout";
    case RunStatus::deadlock:
        return "deadlock";
    case RunStatus::internal_error:
        break;
    }
    return "internal_error";
}

Counters difference(const Counters& after, const Counters& before) {
    auto result = after;
    for (std::size_t i = 0; i < result.size() && i < before.size(); ++i)
        result[i].second -= before[i].second;
    return result;
}

} // namespace stavp
