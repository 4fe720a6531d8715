#include "models/ddr/delay_account.h"

#include <algorithm>

namespace stavp {

std::uint64_t DelayAccount::overlap(const Span& a, const Span& b) {
    const auto from = std::max(a.from, b.from);
    const auto to = std::min(a.to, b.to);
    return to > from ? to - from : 0;
}

void DelayAccount::precharged(std::uint32_t bank, std::uint64_t from, std::uint64_t clock) {
    openings_[bank] = {{std::min(from, clock), clock + timing_.tRP}, {}, {}};
}

void DelayAccount::activated(std::uint32_t bank, std::uint64_t ready, std::uint64_t allowed, std::uint64_t clock) {
    auto& opening = openings_[bank];
    if (opening.row.to != 0) opening.closing = {}; // closed since by auto-precharge or time-out
    opening.activate = {ready, allowed};
    opening.row = {clock, clock + timing_.tRCD};
}

void DelayAccount::refreshed(std::uint32_t rank, std::uint64_t from, std::uint64_t to) {
    for (auto bank = rank * timing_.banks; bank < (rank + 1) * timing_.banks; ++bank)
        openings_[bank] = {};
    auto& refreshes = refreshes_[rank];
    refreshes.last[refreshes.next] = {std::max(from, refreshes.end), to};
    refreshes.next = (refreshes.next + 1) % kRefreshes;
    refreshes.end = to;
}

DramDelays DelayAccount::of(const Burst& burst, const ColumnIssue& issue) const {
    const Span wait{burst.arrival_clk, issue.clock};
    DramDelays delays;
    if (const auto& refreshes = refreshes_[burst.at.rank]; refreshes.end > wait.from)
        for (const auto& refresh : refreshes.last)
            delays.refresh += overlap(refresh, wait);
    const auto& opening = openings_[burst.at.bank];
    if (opening.row.to > wait.from) {
        const auto row = overlap(opening.closing, wait) + overlap(opening.row, wait);
        (opening.closing.to != 0 ? delays.row_conflict : delays.row_miss) = row;
        delays.activate = overlap(opening.activate, wait);
    }
    delays.turnaround = overlap({issue.unturned_clk, issue.possible_clk}, wait);
    const std::uint64_t latency = burst.command == ColumnCommand::read ? timing_.CL : timing_.CWL;
    delays.access = latency;
    delays.data = timing_.burst_clocks();
    delays.queue = issue.end_clk - burst.arrival_clk - delays.total();
    const auto own_data = std::min(delays.queue, std::uint64_t{burst.own_before} * timing_.burst_clocks());
    delays.queue -= own_data;
    delays.data += own_data;
    return delays;
}

} // namespace stavp
