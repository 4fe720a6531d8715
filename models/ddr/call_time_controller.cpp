#include "models/ddr/call_time_controller.h"

#include <algorithm>

namespace stavp {

CallTimeController::CallTimeController(const DdrConfig& config)
    : timing_(config.timing), page_policy_(config.page_policy), map_(config.address_map, config.timing),
      banks_(config.timing), refresh_(config.timing) {}

std::uint64_t CallTimeController::schedule(ColumnCommand command, std::uint64_t offset, std::uint64_t bytes,
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

std::uint64_t CallTimeController::burst(const DramAddress& at, ColumnCommand command, std::uint64_t arrival) {
    refresh_.catch_up(std::max(arrival, last_column_), banks_, commands_);
    if (banks_.open_row(at.bank) == at.row)
        ++counts_.row_hits;
    else
        open_row(at, arrival);
    last_column_ = commands_.issue(std::max(arrival, banks_.earliest_column(at, command)));
    counts_.busy_clocks += timing_.burst_clocks();
    return banks_.column(at, command, last_column_);
}

void CallTimeController::open_row(const DramAddress& at, std::uint64_t arrival) {
    if (banks_.open_row(at.bank) == BankTiming::kClosed) {
        ++counts_.row_misses;
    } else {
        ++counts_.row_conflicts;
        const auto precharge = commands_.issue(std::max(arrival, banks_.earliest_precharge(at.bank)));
        banks_.precharge(at.bank, precharge);
    }
    const auto activate = commands_.issue(std::max(arrival, banks_.earliest_activate(at)));
    banks_.activate(at, activate);
}

void CallTimeController::close_row(const DramAddress& at) {
    if (banks_.open_row(at.bank) == BankTiming::kClosed) return;
    const auto precharge = banks_.earliest_precharge(at.bank);
    banks_.precharge(at.bank, precharge);
}

} // namespace stavp
