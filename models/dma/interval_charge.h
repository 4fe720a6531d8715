#pragma once

#include "models/core/stall_account.h"
#include "models/core/transaction_timeline.h"

#include <cstdint>

namespace stavp {

/// Charges the time from the end of the burst before to the end of this one. In a pipeline the bursts overlap, and what
/// made this one end later than the one before is what it had to wait for: its waits are charged first, from the last
/// back to the first, then the pieces in which it was served itself, from the last back to the first, until the time is
/// used up. Time before its beginning is `bus_outstanding`: the port was not free to issue it.
void charge_interval(const TransactionTimeline& burst, StallAccount& account);

/// For a report in the middle: charges the time up to `now_ps` with what the burst, the oldest one, did in it.
void charge_so_far(const TransactionTimeline& burst, std::uint64_t now_ps, StallAccount& account);

} // namespace stavp
