#pragma once

#include "models/ddr/address_map.h"
#include "models/ddr/bank_timing.h"
#include "models/ddr/command_bus.h"
#include "models/ddr/ddr_config.h"
#include "models/ddr/issued_command.h"
#include "models/ddr/refresh.h"

#include <cstdint>

namespace stavp {

/// Row outcomes and data-bus use, per burst.
struct DramCounts {
    std::uint64_t row_hits = 0;
    std::uint64_t row_misses = 0;    ///< the bank was closed: ACT
    std::uint64_t row_conflicts = 0; ///< another row was open: PRE and ACT
    std::uint64_t busy_clocks = 0;   ///< data on the bus

    std::uint64_t activates() const { return row_misses + row_conflicts; }
    std::uint64_t bursts() const { return row_hits + row_misses + row_conflicts; }
};

/// Schedules transactions first come, first served: column commands go out in the order of the calls, each command at
/// the first clock that the arrival, BankTiming and the command bus allow. PRE and ACT of a transaction do not wait
/// for the column commands before it, so that preparing a bank overlaps with data transfers of others.
/// No SystemC here: memory clocks in, memory clocks out.
class DramController {
public:
    explicit DramController(const DdrConfig& config);

    /// A transaction of `bytes` (> 0) at `offset` that the controller has from clock `arrival` on; touches every burst
    /// that holds one of its bytes. Returns the clock at which its last data beat has passed.
    std::uint64_t schedule(ColumnCommand command, std::uint64_t offset, std::uint64_t bytes, std::uint64_t arrival);

    /// Calls back for every command, in the order of scheduling, which is not that of the clocks.
    void on_command(const CommandListener& listener);

    const DramCounts& counts() const { return counts_; }
    std::uint64_t refreshes(std::uint64_t now) const { return refresh_.count_by(now); }

private:
    std::uint64_t burst(const DramAddress& at, ColumnCommand command, std::uint64_t arrival);
    void open_row(const DramAddress& at, std::uint64_t arrival);
    void close_row(const DramAddress& at);
    void report(DramCommand command, std::uint64_t clock, const DramAddress& at) const {
        if (listener_) listener_({command, clock, at});
    }

    DramTiming timing_;
    PagePolicy page_policy_;
    AddressMap map_;
    BankTiming banks_;
    CommandBus commands_;
    RefreshTimer refresh_;
    DramCounts counts_;
    CommandListener listener_;
    std::uint64_t last_column_ = 0;
};

} // namespace stavp
