#include "models/ddr/bank_timing.h"

namespace stavp {

namespace {

/// The command whose data start `latency` clocks after it at `data_start` at the earliest.
std::uint64_t command_for(std::uint64_t data_start, std::uint64_t latency) {
    return data_start > latency ? data_start - latency : 0;
}

} // namespace

BankTiming::BankTiming(const DramTiming& timing)
    : timing_(timing), banks_(timing.ranks * timing.banks), groups_(timing.ranks * timing.bankgroups),
      ranks_(timing.ranks) {}

std::uint64_t BankTiming::earliest_column_unturned(const DramAddress& at, ColumnCommand command) const {
    const auto latency = command == ColumnCommand::read ? timing_.CL : timing_.CWL;
    return std::max(
        {banks_[at.bank].next_column, groups_[at.group].next_column, next_column_, command_for(data_end_, latency)});
}

bool BankTiming::any_open(std::uint32_t rank) const {
    for (auto bank = first_bank(rank); bank < first_bank(rank + 1); ++bank)
        if (banks_[bank].row != kClosed) return true;
    return false;
}

std::uint64_t BankTiming::earliest_precharge_all(std::uint32_t rank) const {
    std::uint64_t clock = 0;
    for (auto bank = first_bank(rank); bank < first_bank(rank + 1); ++bank)
        if (banks_[bank].row != kClosed) clock = std::max(clock, banks_[bank].next_precharge);
    return clock;
}

std::uint64_t BankTiming::earliest_refresh(std::uint32_t rank) const {
    std::uint64_t clock = 0;
    for (auto bank = first_bank(rank); bank < first_bank(rank + 1); ++bank)
        clock = std::max(clock, banks_[bank].next_activate);
    return clock;
}

void BankTiming::activate(const DramAddress& at, std::uint64_t clock) {
    auto& bank = banks_[at.bank];
    bank.row = at.row;
    bank.next_activate = clock + timing_.tRC;
    bank.next_precharge = clock + timing_.tRAS;
    bank.next_column = clock + timing_.tRCD;
    bank.last_use = clock;
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

void BankTiming::precharge_all(std::uint32_t rank, std::uint64_t clock) {
    for (auto bank = first_bank(rank); bank < first_bank(rank + 1); ++bank)
        if (banks_[bank].row != kClosed) precharge(bank, clock);
}

std::uint64_t BankTiming::column(const DramAddress& at, ColumnCommand command, std::uint64_t clock) {
    const bool read = command == ColumnCommand::read;
    auto& bank = banks_[at.bank];
    auto& group = groups_[at.group];
    next_column_ = clock + timing_.tCCD_S;
    group.next_column = clock + timing_.tCCD_L;
    bank.last_use = clock;
    data_end_ = clock + (read ? timing_.CL : timing_.CWL) + timing_.burst_clocks();
    if (read) {
        bank.next_precharge = std::max(bank.next_precharge, clock + timing_.tRTP);
    } else {
        bank.next_precharge = std::max(bank.next_precharge, data_end_ + timing_.tWR);
        group.next_read = data_end_ + timing_.tWTR_L;
        ranks_[at.rank].next_read = data_end_ + timing_.tWTR_S;
    }
    data_rank_ = at.rank;
    const auto turn = read ? timing_.tRTW : 0;
    next_data_[0] = {command_for(data_end_, timing_.CL), command_for(data_end_ + timing_.tCS, timing_.CL)};
    next_data_[1] = {command_for(data_end_ + turn, timing_.CWL),
                     command_for(data_end_ + std::max(turn, timing_.tCS), timing_.CWL)};
    return data_end_;
}

void BankTiming::refresh(std::uint32_t rank, std::uint64_t clock) {
    for (auto bank = first_bank(rank); bank < first_bank(rank + 1); ++bank)
        banks_[bank].next_activate = std::max(banks_[bank].next_activate, clock + timing_.tRFC);
}

} // namespace stavp
