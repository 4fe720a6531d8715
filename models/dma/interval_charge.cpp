#include "models/dma/interval_charge.h"

#include <algorithm>
#include <array>

namespace stavp {

namespace {

using Shares = std::array<std::uint64_t, TransactionTimeline::kPieces>;

/// Gives pieces that are waits, or that are not, their share of `left_ps`; returns what is left.
std::uint64_t share_out(const TransactionTimeline& burst, bool waiting, std::uint64_t left_ps, Shares& shares) {
    for (auto i = burst.count(); i-- > 0 && left_ps > 0;) {
        const auto& piece = burst.pieces()[i];
        if (piece.waiting != waiting) continue;
        shares[i] = std::min(left_ps, piece.duration_ps());
        left_ps -= shares[i];
    }
    return left_ps;
}

} // namespace

void charge_interval(const TransactionTimeline& burst, StallAccount& account) {
    const auto end_ps = burst.end_ps();
    if (end_ps <= account.charged_ps()) return;
    Shares shares{};
    auto left_ps = share_out(burst, true, end_ps - account.charged_ps(), shares);
    left_ps = share_out(burst, false, left_ps, shares);
    account.charge(Activity::bus_outstanding, account.charged_ps() + left_ps);
    for (std::size_t i = 0; i < burst.count(); ++i)
        account.charge(burst.pieces()[i].cause, account.charged_ps() + shares[i]);
}

void charge_so_far(const TransactionTimeline& burst, std::uint64_t now_ps, StallAccount& account) {
    for (std::size_t i = 0; i < burst.count(); ++i)
        account.charge(burst.pieces()[i].cause, std::min(now_ps, burst.pieces()[i].end_ps));
    account.charge(burst.open_cause(), now_ps);
}

} // namespace stavp
