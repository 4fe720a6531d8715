#include "models/ddr/bank_timing.h"

#include <algorithm>

namespace stavp {

BankTiming::BankTiming(const DramTiming& timing)
    : timing_(timing), banks_(timing.ranks * timing.banks), groups_(timing.ranks * timing.bankgroups),
      ranks_(timing.ranks) {}

std::uint64_t BankTiming::earliest_activate(const DramAddress& at) const {
    const auto& rank = ranks_[at.rank];
    return std::max({banks_[at.bank].next_activate, groups_[at.group].next_activate, rank.next_activate,
                     rank.window_end[rank.oldest]});
}

std::uint64_t BankTiming::earliest_column(const DramAddress& at, ColumnCommand command) const {
    const bool read = command == ColumnCommand::read;
    auto earliest = std::max({banks_[at.bank].next_column, groups_[at.group].next_column, next_column_});
    if (read) earliest = std::max({earliest, groups_[at.group].next_read, ranks_[at.rank].next_read});
    std::uint64_t data_start = data_end_;
    if (data_end_ != 0) {
        std::uint64_t gap = data_rank_ != at.rank ? timing_.tCS : 0;
        if (!read && data_command_ == ColumnCommand::read) gap = std::max<std::uint64_t>(gap, timing_.tRTW);
        data_start += gap;
    }
    const std::uint64_t latency = read ? timing_.CL : timing_.CWL;
    return std::max(earliest, data_start > latency ? data_start - latency : 0);
}

bool BankTiming::any_open() const {
    return std::any_of(banks_.begin(), banks_.end(), [](const Bank& bank) { return bank.row != kClosed; });
}

std::uint64_t BankTiming::earliest_precharge_all() const {
    std::uint64_t clock = 0;
    for (const auto& bank : banks_)
        if (bank.row != kClosed) clock = std::max(clock, bank.next_precharge);
    return clock;
}

std::uint64_t BankTiming::earliest_refresh() const {
    std::uint64_t clock = 0;
    for (const auto& bank : banks_)
        clock = std::max(clock, bank.next_activate);
    return clock;
}

void BankTiming::activate(const DramAddress& at, std::uint64_t clock) {
    auto& bank = banks_[at.bank];
    bank.row = at.row;
    bank.next_activate = clock + timing_.tRC;
    bank.next_precharge = clock + timing_.tRAS;
    bank.next_column = clock + timing_.tRCD;
    groups_[at.group].next_activate = clock + timing_.tRRD_L;
    auto& rank = ranks_[at.rank];
    rank.next_activate = clock + timing_.tRRD_S;
    rank.window_end[rank.oldest] = clock + timing_.tFAW;
    rank.oldest = (rank.oldest + 1) % rank.window_end.size();
}

void BankTiming::precharge(std::uint32_t bank, std::uint64_t clock) {
    banks_[bank].row = kClosed;
    banks_[bank].next_activate = std::max(banks_[bank].next_activate, clock + timing_.tRP);
}

std::uint64_t BankTiming::column(const DramAddress& at, ColumnCommand command, std::uint64_t clock) {
    auto& bank = banks_[at.bank];
    auto& group = groups_[at.group];
    next_column_ = clock + timing_.tCCD_S;
    group.next_column = clock + timing_.tCCD_L;
    if (command == ColumnCommand::read) {
        data_end_ = clock + timing_.CL + timing_.burst_clocks();
        bank.next_precharge = std::max(bank.next_precharge, clock + timing_.tRTP);
    } else {
        data_end_ = clock + timing_.CWL + timing_.burst_clocks();
        bank.next_precharge = std::max(bank.next_precharge, data_end_ + timing_.tWR);
        group.next_read = data_end_ + timing_.tWTR_L;
        ranks_[at.rank].next_read = data_end_ + timing_.tWTR_S;
    }
    data_rank_ = at.rank;
    data_command_ = command;
    return data_end_;
}

void BankTiming::refresh(std::uint64_t clock) {
    for (auto& bank : banks_) {
        bank.row = kClosed;
        bank.next_activate = std::max(bank.next_activate, clock + timing_.tRFC);
    }
}

} // namespace stavp
