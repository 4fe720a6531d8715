#include "models/ddr/scheduler.h"

#include <algorithm>

namespace stavp {

namespace {

// Kinds of commands, the most urgent first.
constexpr unsigned kRefresh = 0;
constexpr unsigned kStarved = 1;
constexpr unsigned kColumn = 2;
constexpr unsigned kPrepare = 3;
constexpr unsigned kCloseUnused = 4;
constexpr unsigned kKindShift = 60;

} // namespace

Choice Scheduler::pick(std::uint64_t free_clk) {
    best_ = {};
    free_clk_ = free_clk;
    for (std::uint32_t rank = 0; rank < refresh_start_.size(); ++rank)
        refresh_start_[rank] = refresh_.start_clk(rank, queue_.waits_for(rank));
    starved_ = !fcfs_ && !queue_.empty() && queue_.overtaken() >= starvation_cap_ ? queue_.oldest() : kNoBurst;
    starved_column_clk_ = kNeverClk;
    if (starved_ != kNoBurst) {
        const auto& at = queue_[starved_].at;
        if (banks_.open_row(at.bank) == at.row) starved_column_clk_ = banks_.column_ready(at.bank);
    }
    for (const auto bank : queue_.busy_banks())
        consider_bank(bank);
    if (page_.has_timeout()) consider_timeouts();
    for (std::uint32_t rank = 0; rank < refresh_start_.size(); ++rank)
        if (refresh_start_[rank] <= best_.clock) consider_refresh(rank);
    return best_;
}

std::uint64_t Scheduler::urgency(BurstSlot slot, unsigned kind) const {
    return std::uint64_t{slot == starved_ ? kStarved : kind} << kKindShift | queue_.age_key(slot);
}

void Scheduler::consider(const Choice& choice, std::uint64_t urgency) {
    if (choice.clock > best_.clock || (choice.clock == best_.clock && urgency >= best_urgency_)) return;
    best_ = choice;
    best_urgency_ = urgency;
}

void Scheduler::consider_bank(std::uint32_t bank) {
    const auto open_row = banks_.open_row(bank);
    const auto& work = queue_.work(bank, open_row);
    const auto& oldest = queue_[work.oldest];
    const auto earliest = std::max(free_clk_, oldest.enqueued_clk);
    if (open_row == BankTiming::kClosed) {
        const auto clock = std::max(earliest, banks_.earliest_activate(oldest.at));
        if (clock < refresh_start_[oldest.at.rank])
            consider({clock, DramCommand::activate, work.oldest, bank}, urgency(work.oldest, kPrepare));
        return;
    }
    const bool oldest_decides = fcfs_ || work.oldest == starved_;
    if (oldest.at.row == open_row || (work.has_hit() && !oldest_decides)) {
        consider_hits(work);
        return;
    }
    const auto clock = std::max(earliest, banks_.earliest_precharge(bank));
    if (clock < refresh_start_[oldest.at.rank])
        consider({clock, DramCommand::precharge, work.oldest, bank}, urgency(work.oldest, kPrepare));
}

void Scheduler::consider_hits(const BurstQueue::Work& work) {
    if (fcfs_) {
        if (work.oldest == queue_.oldest()) consider_column(work.oldest);
        return;
    }
    if (work.read_hit != kNoBurst) consider_column(work.read_hit);
    if (work.write_hit != kNoBurst) consider_column(work.write_hit);
}

void Scheduler::consider_column(BurstSlot slot) {
    const auto& burst = queue_[slot];
    const auto clock = std::max({free_clk_, burst.enqueued_clk, banks_.earliest_column(burst.at, burst.command)});
    if (clock >= refresh_start_[burst.at.rank]) return;
    if (slot != starved_ && clock >= starved_column_clk_) return;
    const auto command = burst.command == ColumnCommand::read ? DramCommand::read : DramCommand::write;
    consider({clock, command, slot, burst.at.bank}, urgency(slot, kColumn));
}

void Scheduler::consider_timeouts() {
    for (std::uint32_t bank = 0; bank < banks_.banks(); ++bank) {
        const auto open_row = banks_.open_row(bank);
        if (open_row == BankTiming::kClosed || queue_.wants(bank, open_row)) continue;
        const auto clock = std::max(free_clk_, page_.timeout_clk(banks_, bank));
        const auto rank = bank / (banks_.banks() / static_cast<std::uint32_t>(refresh_start_.size()));
        if (clock < refresh_start_[rank])
            consider({clock, DramCommand::precharge, kNoBurst, bank}, std::uint64_t{kCloseUnused} << kKindShift | bank);
    }
}

void Scheduler::consider_refresh(std::uint32_t rank) {
    const auto from = refresh_start_[rank];
    const auto earliest = std::max(free_clk_, from);
    const auto key = std::uint64_t{kRefresh} << kKindShift | rank;
    Choice choice{earliest, DramCommand::refresh, kNoBurst, 0, rank, from};
    if (banks_.any_open(rank)) {
        choice.command = DramCommand::precharge_all;
        choice.clock = std::max(earliest, banks_.earliest_precharge_all(rank));
    } else {
        choice.clock = std::max(earliest, banks_.earliest_refresh(rank));
    }
    consider(choice, key);
}

} // namespace stavp
