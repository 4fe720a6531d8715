#include "models/core/stall_account.h"

namespace stavp {

void StallAccount::enter(Activity activity) {
    const auto now = clock_.cycles_at(sc_core::sc_time_stamp());
    cycles_[static_cast<std::size_t>(current_)] += now - since_cycle_;
    since_cycle_ = now;
    current_ = activity;
}

ActivityCycles StallAccount::snapshot() const {
    auto result = cycles_;
    const auto now = clock_.cycles_at(sc_core::sc_time_stamp());
    result[static_cast<std::size_t>(current_)] += now - since_cycle_;
    return result;
}

} // namespace stavp
