#include "models/ddr/dram_channel.h"

#include <algorithm>

namespace stavp {

DramChannel::DramChannel(const DdrConfig& config, std::uint32_t number)
    : timing_(config.timing), number_(number), banks_(config.timing),
      queue_(config.queue_depth, banks_.banks(), config.timing.ranks), refresh_(config.timing, config.refresh_postpone),
      page_(config), scheduler_(config, banks_, queue_, refresh_), delays_(config.timing) {
    if (config.check_commands) checker_.emplace(config.timing);
}

std::optional<DramChannel::BurstEnd> DramChannel::issue_next() {
    const auto choice = next();
    next_known_ = false;
    free_clk_ = choice.clock + 1;
    scheduler_.touch(choice.bank);
    switch (choice.command) {
    case DramCommand::precharge:
        precharge(choice);
        break;
    case DramCommand::activate:
        activate(choice);
        break;
    case DramCommand::precharge_all:
        precharge_all(choice);
        break;
    case DramCommand::refresh:
        refresh(choice);
        break;
    case DramCommand::read:
    case DramCommand::write:
        return column(choice);
    }
    return std::nullopt;
}

void DramChannel::precharge(const Choice& choice) {
    DramAddress at{};
    if (choice.burst != kNoBurst) {
        auto& burst = queue_[choice.burst];
        at = burst.at;
        burst.precharged = true;
        delays_.precharged(choice.bank, std::max(burst.arrival_clk, banks_.last_use(choice.bank)), choice.clock);
    } else {
        at.bank = choice.bank;
        at.group = choice.bank / (timing_.banks / timing_.bankgroups);
        at.rank = choice.bank / timing_.banks;
        at.channel = number_;
    }
    banks_.precharge(choice.bank, choice.clock);
    ++counts_.precharges;
    report({DramCommand::precharge, choice.clock, at});
}

void DramChannel::activate(const Choice& choice) {
    auto& burst = queue_[choice.burst];
    burst.activated = true;
    const auto ready = std::max(burst.arrival_clk, banks_.bank_ready(choice.bank));
    delays_.activated(choice.bank, ready, banks_.earliest_activate(burst.at), choice.clock);
    banks_.activate(burst.at, choice.clock);
    ++counts_.activates;
    report({DramCommand::activate, choice.clock, burst.at});
}

DramChannel::BurstEnd DramChannel::column(const Choice& choice) {
    const auto burst = queue_[choice.burst];
    queue_.remove(choice.burst);
    tell_queue(choice.clock);
    DelayAccount::ColumnIssue issue{banks_.earliest_column_unturned(burst.at, burst.command),
                                    banks_.earliest_column(burst.at, burst.command), choice.clock, 0};
    issue.end_clk = banks_.column(burst.at, burst.command, choice.clock);
    const bool closes = page_.closes_after(burst, queue_);
    if (closes) banks_.precharge(choice.bank, banks_.earliest_precharge(choice.bank));
    ++(burst.precharged ? counts_.row_conflicts : burst.activated ? counts_.row_misses : counts_.row_hits);
    counts_.busy_clocks += timing_.burst_clocks();
    report({choice.command, choice.clock, burst.at, closes});
    return {burst.transaction, issue.end_clk, delays_.of(burst, issue)};
}

void DramChannel::tell_issued(const IssuedCommand& command) const {
    for (auto* listener : listeners_)
        listener->issued(command);
}

void DramChannel::tell_queued(std::uint64_t clock) const {
    for (auto* listener : listeners_)
        listener->queued(number_, clock, queue_.size());
}

DramAddress DramChannel::rank_address(std::uint32_t rank) const {
    DramAddress at{};
    at.rank = rank;
    at.channel = number_;
    return at;
}

void DramChannel::precharge_all(const Choice& choice) {
    banks_.precharge_all(choice.rank, choice.clock);
    scheduler_.touch_rank(choice.rank);
    ++counts_.precharges;
    report({DramCommand::precharge_all, choice.clock, rank_address(choice.rank)});
}

void DramChannel::refresh(const Choice& choice) {
    banks_.refresh(choice.rank, choice.clock);
    scheduler_.touch_rank(choice.rank);
    refresh_.done(choice.rank);
    delays_.refreshed(choice.rank, choice.refresh_from, choice.clock + timing_.tRFC);
    ++counts_.refreshes;
    report({DramCommand::refresh, choice.clock, rank_address(choice.rank)});
}

void DramChannel::skip_idle_refreshes(std::uint64_t horizon) {
    for (std::uint32_t rank = 0; rank < timing_.ranks; ++rank) {
        // The last two are left to be carried out one by one, and the first, if it is late.
        const auto due = refresh_.due_by(rank, horizon);
        const auto first = refresh_.start_clk(rank, false);
        if (due < 4 || banks_.any_open(rank) || std::max(free_clk_, banks_.earliest_refresh(rank)) > first) continue;
        const auto last = refresh_.skip(rank, due - 2);
        banks_.refresh(rank, last);
        scheduler_.touch_rank(rank);
        delays_.refreshed(rank, last, last + timing_.tRFC);
        counts_.refreshes += due - 2;
        report({DramCommand::refresh, last, rank_address(rank), false, due - 2});
        next_known_ = false;
    }
}

std::uint64_t DramChannel::refreshes_behind(std::uint64_t now) const {
    std::uint64_t count = 0;
    for (std::uint32_t rank = 0; rank < timing_.ranks; ++rank)
        count += refresh_.due_by(rank, now);
    return count;
}

} // namespace stavp
