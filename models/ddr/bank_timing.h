#pragma once

#include "models/ddr/address_map.h"
#include "models/ddr/dram_timing.h"

#include <array>
#include <cstdint>
#include <vector>

namespace stavp {

enum class ColumnCommand { read, write };

/// The bookkeeping of JEDEC's minimum distances: when each command may be issued at the earliest, and what an issued
/// command forbids until when. Knows nothing of policies. All times in memory clocks from 0.
class BankTiming {
public:
    static constexpr std::uint32_t kClosed = 0xffffffff;

    explicit BankTiming(const DramTiming& timing);

    std::uint32_t open_row(std::uint32_t bank) const { return banks_[bank].row; }
    std::uint64_t earliest_activate(const DramAddress& at) const;
    std::uint64_t earliest_precharge(std::uint32_t bank) const { return banks_[bank].next_precharge; }
    std::uint64_t earliest_column(const DramAddress& at, ColumnCommand command) const;
    /// For REF: all banks can be precharged at this clock (0 if none is open), resp. are ready when all are closed.
    std::uint64_t earliest_precharge_all() const;
    std::uint64_t earliest_refresh() const;
    bool any_open() const;

    void activate(const DramAddress& at, std::uint64_t clock);
    void precharge(std::uint32_t bank, std::uint64_t clock);
    /// Returns the clock at which the last data beat has passed.
    std::uint64_t column(const DramAddress& at, ColumnCommand command, std::uint64_t clock);
    /// REF at `clock`, with the banks precharged before it.
    void refresh(std::uint64_t clock);

private:
    struct Bank {
        std::uint32_t row = kClosed;
        std::uint64_t next_activate = 0;
        std::uint64_t next_precharge = 0;
        std::uint64_t next_column = 0;
    };
    struct Group {
        std::uint64_t next_activate = 0;
        std::uint64_t next_column = 0;
        std::uint64_t next_read = 0;
    };
    struct Rank {
        std::uint64_t next_activate = 0;
        std::uint64_t next_read = 0;
        std::array<std::uint64_t, 4> window_end{}; ///< of the last four ACTs, oldest at `oldest`
        std::uint32_t oldest = 0;
    };

    DramTiming timing_;
    std::vector<Bank> banks_;
    std::vector<Group> groups_;
    std::vector<Rank> ranks_;
    std::uint64_t next_column_ = 0;
    std::uint64_t data_end_ = 0;
    std::uint32_t data_rank_ = 0;
    ColumnCommand data_command_ = ColumnCommand::read;
};

} // namespace stavp
