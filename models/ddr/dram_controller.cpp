#include "models/ddr/dram_controller.h"

#include <algorithm>

namespace stavp {

DramController::DramController(const DdrConfig& config)
    : timing_(config.timing), page_policy_(config.page_policy), map_(config.address_map, config.timing),
      banks_(config.timing), refresh_(config.timing) {}

std::uint64_t DramController::schedule(ColumnCommand command, std::uint64_t offset, std::uint64_t bytes,
                                       std::uint64_t arrival) {
    const std::uint64_t step = timing_.burst_bytes();
    const auto first = offset & ~(step - 1);
    const auto last = (offset + bytes - 1) & ~(step - 1);
    std::uint64_t done = 0;
    for (auto place = first; place <= last; place += step)
        done = burst(map_.decode(place), command, arrival);
    if (page_policy_ == PagePolicy::closed)
        for (auto place = first; place <= last; place += step)
            close_row(map_.decode(place));
    return done;
}

std::uint64_t DramController::burst(const DramAddress& at, ColumnCommand command, std::uint64_t arrival) {
    refresh_.catch_up(std::max(arrival, last_column_), banks_, commands_);
    if (banks_.open_row(at.bank) == at.row)
        ++counts_.row_hits;
    else
        open_row(at, arrival);
    last_column_ = commands_.issue(std::max(arrival, banks_.earliest_column(at, command)));
    report(command == ColumnCommand::read ? DramCommand::read : DramCommand::write, last_column_, at);
    counts_.busy_clocks += timing_.burst_clocks();
    return banks_.column(at, command, last_column_);
}

void DramController::open_row(const DramAddress& at, std::uint64_t arrival) {
    if (banks_.open_row(at.bank) == BankTiming::kClosed) {
        ++counts_.row_misses;
    } else {
        ++counts_.row_conflicts;
        const auto precharge = commands_.issue(std::max(arrival, banks_.earliest_precharge(at.bank)));
        banks_.precharge(at.bank, precharge);
        report(DramCommand::precharge, precharge, at);
    }
    const auto activate = commands_.issue(std::max(arrival, banks_.earliest_activate(at)));
    banks_.activate(at, activate);
    report(DramCommand::activate, activate, at);
}

void DramController::close_row(const DramAddress& at) {
    if (banks_.open_row(at.bank) == BankTiming::kClosed) return;
    const auto precharge = banks_.earliest_precharge(at.bank);
    banks_.precharge(at.bank, precharge);
    report(DramCommand::auto_precharge, precharge, at);
}

void DramController::on_command(const CommandListener& listener) {
    listener_ = listener;
    refresh_.on_command(listener);
}

} // namespace stavp
