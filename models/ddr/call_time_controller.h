#pragma once

#include "models/ddr/address_map.h"
#include "models/ddr/bank_timing.h"
#include "models/ddr/call_time_refresh.h"
#include "models/ddr/command_bus.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/dram_counts.h"

#include <cstdint>

namespace stavp {

/// Schedules transactions first come, first served: column commands go out in the order of the calls, each command at
/// the first clock that the arrival, BankTiming and the command bus allow. PRE and ACT of a transaction do not wait
/// for the column commands before it, so that preparing a bank overlaps with data transfers of others.
/// No SystemC here: memory clocks in, memory clocks out.
class CallTimeController {
public:
    explicit CallTimeController(const DdrConfig& config);

    /// A transaction of `bytes` (> 0) at `offset` that the controller has from clock `arrival` on; touches every burst
    /// that holds one of its bytes. Returns the clock at which its last data beat has passed.
    std::uint64_t schedule(ColumnCommand command, std::uint64_t offset, std::uint64_t bytes, std::uint64_t arrival);

    const DramCounts& counts() const { return counts_; }
    std::uint64_t refreshes(std::uint64_t now) const { return refresh_.count_by(now); }

private:
    std::uint64_t burst(const DramAddress& at, ColumnCommand command, std::uint64_t arrival);
    void open_row(const DramAddress& at, std::uint64_t arrival);
    void close_row(const DramAddress& at);

    DramTiming timing_;
    PagePolicy page_policy_;
    AddressMap map_;
    BankTiming banks_;
    CommandBus commands_;
    CallTimeRefresh refresh_;
    DramCounts counts_;
    std::uint64_t last_column_ = 0;
};

} // namespace stavp
