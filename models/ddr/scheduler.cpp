#include "models/ddr/scheduler.h"

#include <algorithm>

namespace stavp {

namespace {

// Kinds of commands, the most urgent first.
constexpr std::uint64_t kRefresh = 0;
constexpr std::uint64_t kStarved = 1;
constexpr std::uint64_t kColumn = 2;
constexpr std::uint64_t kPrepare = 3;
constexpr std::uint64_t kCloseUnused = 4;
constexpr unsigned kKindShift = 60;

} // namespace

void Scheduler::pick(std::uint64_t free_clk) {
    best_ = {};
    free_clk_ = free_clk;
    for (std::uint32_t rank = 0; rank < refresh_start_.size(); ++rank) {
        refresh_start_[rank] = refresh_.start_clk(rank, queue_.waits_for(rank));
        floors_[rank + 1] = banks_.earliest_activate(rank);
    }
    starved_ = !fcfs_ && !queue_.empty() && queue_.overtaken() >= starvation_cap_ ? queue_.oldest() : kNoBurst;
    starved_column_clk_ = kNeverClk;
    if (starved_ != kNoBurst) consider_starved_conflict();
    for (const auto bank : queue_.busy_banks())
        if (std::max(ready_clk_[bank], floors_[floor_of_[bank]]) <= best_.clock) consider_bank(bank);
    if (page_.has_timeout()) consider_timeouts();
    for (std::uint32_t rank = 0; rank < refresh_start_.size(); ++rank)
        if (refresh_start_[rank] <= best_.clock) consider_refresh(rank);
}

void Scheduler::pick_again(const DramAddress& at) {
    const bool refresh_starts_anew = refresh_.start_clk(at.rank, true) != refresh_start_[at.rank];
    if (best_.bank == at.bank || best_.burst == kNoBurst || refresh_starts_anew)
        pick(free_clk_);
    else
        consider_bank(at.bank);
}

void Scheduler::touch_rank(std::uint32_t rank) {
    const auto per_rank = banks_.banks() / static_cast<std::uint32_t>(refresh_start_.size());
    for (auto bank = rank * per_rank; bank < (rank + 1) * per_rank; ++bank)
        touch(bank);
}

std::uint64_t Scheduler::urgency(BurstSlot slot, std::uint64_t age_key, std::uint64_t kind) const {
    return (slot == starved_ ? kStarved : kind) << kKindShift | age_key;
}

bool Scheduler::consider(std::uint64_t clock, std::uint64_t urgency, DramCommand command, BurstSlot burst,
                         std::uint32_t bank) {
    if (clock > best_.clock || (clock == best_.clock && urgency >= best_urgency_)) return false;
    best_.clock = clock;
    best_.command = command;
    best_.burst = burst;
    best_.bank = bank;
    best_urgency_ = urgency;
    return true;
}

void Scheduler::learn(std::uint32_t bank) {
    auto& candidate = candidates_[bank];
    auto& ready_clk = ready_clk_[bank];
    const auto open_row = banks_.open_row(bank);
    const auto work = queue_.work(bank, open_row);
    const auto& oldest = queue_[work.oldest];
    candidate.group = oldest.at.group;
    candidate.rank = oldest.at.rank;
    floor_of_[bank] = 0;
    candidate.burst = work.oldest;
    candidate.age_key = queue_.age_key(work.oldest);
    if (open_row == BankTiming::kClosed) {
        candidate.command = DramCommand::activate;
        floor_of_[bank] = candidate.rank + 1;
        ready_clk = std::max(oldest.enqueued_clk, banks_.bank_ready(bank));
    } else if (oldest.at.row != open_row && (fcfs_ || !work.has_hit())) {
        candidate.command = DramCommand::precharge;
        ready_clk = std::max(oldest.enqueued_clk, banks_.earliest_precharge(bank));
    } else {
        candidate.command = DramCommand::read;
        ready_clk = banks_.column_ready(bank);
        candidate.read = work.read_hit;
        candidate.write = work.write_hit;
        if (work.read_hit != kNoBurst) candidate.read_age = queue_.age_key(work.read_hit);
        if (work.write_hit != kNoBurst) candidate.write_age = queue_.age_key(work.write_hit);
    }
}

void Scheduler::consider_bank(std::uint32_t bank) {
    if (ready_clk_[bank] == kUnknown) learn(bank);
    const auto& candidate = candidates_[bank];
    if (candidate.command == DramCommand::read) {
        if (candidate.read != kNoBurst) consider_column(candidate, bank, ColumnCommand::read);
        if (candidate.write != kNoBurst) consider_column(candidate, bank, ColumnCommand::write);
        return;
    }
    auto clock = std::max(free_clk_, ready_clk_[bank]);
    if (candidate.command == DramCommand::activate)
        clock = std::max(clock, banks_.earliest_activate(candidate.rank, candidate.group));
    if (clock >= refresh_start_[candidate.rank]) return;
    consider(clock, urgency(candidate.burst, candidate.age_key, kPrepare), candidate.command, candidate.burst, bank);
}

void Scheduler::consider_column(const Candidate& candidate, std::uint32_t bank, ColumnCommand command) {
    const bool is_read = command == ColumnCommand::read;
    const auto slot = is_read ? candidate.read : candidate.write;
    if (fcfs_ && slot != queue_.oldest()) return;
    const auto clock = std::max({free_clk_, ready_clk_[bank], queue_[slot].enqueued_clk,
                                 banks_.earliest_column(candidate.rank, candidate.group, command)});
    if (clock >= refresh_start_[candidate.rank]) return;
    if (clock >= starved_column_clk_ && slot != starved_) return;
    consider(clock, urgency(slot, is_read ? candidate.read_age : candidate.write_age, kColumn),
             is_read ? DramCommand::read : DramCommand::write, slot, bank);
}

/// The row that the oldest burst needs is not held up by hits of the open one any more.
void Scheduler::consider_starved_conflict() {
    const auto& burst = queue_[starved_];
    const auto bank = burst.at.bank;
    const auto open_row = banks_.open_row(bank);
    if (open_row == BankTiming::kClosed) return;
    if (open_row == burst.at.row) {
        starved_column_clk_ = banks_.column_ready(bank);
        return;
    }
    // Its bank serves nothing else until then.
    auto& candidate = candidates_[bank];
    candidate.command = DramCommand::precharge;
    candidate.group = burst.at.group;
    candidate.rank = burst.at.rank;
    candidate.burst = starved_;
    floor_of_[bank] = 0;
    candidate.age_key = queue_.age_key(starved_);
    ready_clk_[bank] = std::max(burst.enqueued_clk, banks_.earliest_precharge(bank));
}

void Scheduler::consider_timeouts() {
    for (std::uint32_t bank = 0; bank < banks_.banks(); ++bank) {
        const auto open_row = banks_.open_row(bank);
        if (open_row == BankTiming::kClosed || queue_.wants(bank, open_row)) continue;
        const auto clock = std::max(free_clk_, page_.timeout_clk(banks_, bank));
        const auto rank = bank / (banks_.banks() / static_cast<std::uint32_t>(refresh_start_.size()));
        if (clock < refresh_start_[rank])
            consider(clock, kCloseUnused << kKindShift | bank, DramCommand::precharge, kNoBurst, bank);
    }
}

void Scheduler::consider_refresh(std::uint32_t rank) {
    const auto from = refresh_start_[rank];
    const bool open = banks_.any_open(rank);
    const auto clock =
        std::max({free_clk_, from, open ? banks_.earliest_precharge_all(rank) : banks_.earliest_refresh(rank)});
    const auto command = open ? DramCommand::precharge_all : DramCommand::refresh;
    if (!consider(clock, kRefresh << kKindShift | rank, command, kNoBurst, 0)) return;
    best_.rank = rank;
    best_.refresh_from = from;
}

} // namespace stavp
