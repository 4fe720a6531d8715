#pragma once

#include "models/ddr/address_map.h"
#include "models/ddr/dram_timing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace stavp {

enum class ColumnCommand { read, write };

/// The bookkeeping of JEDEC's minimum distances in one channel: when each command may be issued at the earliest, and
/// what an issued command forbids until when. Knows nothing of policies. All times in memory clocks from 0.
class BankTiming {
public:
    static constexpr std::uint32_t kClosed = 0xffffffff;

    explicit BankTiming(const DramTiming& timing);

    std::uint32_t banks() const { return static_cast<std::uint32_t>(banks_.size()); }
    std::uint32_t open_row(std::uint32_t bank) const { return banks_[bank].row; }
    /// Of the last column command to the open row, or of its ACT.
    std::uint64_t last_use(std::uint32_t bank) const { return banks_[bank].last_use; }

    /// What tRRD_S and tFAW permit.
    std::uint64_t earliest_activate(std::uint32_t rank) const {
        const auto& in = ranks_[rank];
        return std::max(in.next_activate, in.window_end[in.oldest]);
    }
    /// What tRRD and tFAW permit.
    std::uint64_t earliest_activate(std::uint32_t rank, std::uint32_t group) const {
        return std::max(groups_[group].next_activate, earliest_activate(rank));
    }
    std::uint64_t earliest_activate(const DramAddress& at) const {
        return std::max(banks_[at.bank].next_activate, earliest_activate(at.rank, at.group));
    }
    /// What the bank itself permits: tRC, tRP and tRFC.
    std::uint64_t bank_ready(std::uint32_t bank) const { return banks_[bank].next_activate; }
    std::uint64_t earliest_precharge(std::uint32_t bank) const { return banks_[bank].next_precharge; }
    /// What tCCD, tWTR and the data bus permit.
    std::uint64_t earliest_column(std::uint32_t rank, std::uint32_t group, ColumnCommand command) const {
        const auto earliest = std::max({groups_[group].next_column, next_column_,
                                        next_data_[command == ColumnCommand::write][rank != data_rank_]});
        if (command == ColumnCommand::write) return earliest;
        return std::max({earliest, groups_[group].next_read, ranks_[rank].next_read});
    }
    std::uint64_t earliest_column(const DramAddress& at, ColumnCommand command) const {
        return std::max(banks_[at.bank].next_column, earliest_column(at.rank, at.group, command));
    }
    /// The same if no turn-round of the data bus were needed: without tWTR, tRTW and tCS.
    std::uint64_t earliest_column_unturned(const DramAddress& at, ColumnCommand command) const;
    /// The row of the bank is open since tRCD.
    std::uint64_t column_ready(std::uint32_t bank) const { return banks_[bank].next_column; }

    /// For REF: all banks of the rank can be precharged at this clock (0 if none is open), resp. are ready when all
    /// are closed.
    bool any_open(std::uint32_t rank) const;
    std::uint64_t earliest_precharge_all(std::uint32_t rank) const;
    std::uint64_t earliest_refresh(std::uint32_t rank) const;

    void activate(const DramAddress& at, std::uint64_t clock);
    void precharge(std::uint32_t bank, std::uint64_t clock);
    void precharge_all(std::uint32_t rank, std::uint64_t clock);
    /// Returns the clock at which the last data beat has passed.
    std::uint64_t column(const DramAddress& at, ColumnCommand command, std::uint64_t clock);
    /// REF at `clock`, with the banks precharged before it.
    void refresh(std::uint32_t rank, std::uint64_t clock);

private:
    struct Bank {
        std::uint32_t row = kClosed;
        std::uint64_t next_activate = 0;
        std::uint64_t next_precharge = 0;
        std::uint64_t next_column = 0;
        std::uint64_t last_use = 0;
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

    std::uint32_t first_bank(std::uint32_t rank) const { return rank * timing_.banks; }

    DramTiming timing_;
    std::vector<Bank> banks_;
    std::vector<Group> groups_;
    std::vector<Rank> ranks_;
    std::uint64_t next_column_ = 0;
    std::uint64_t data_end_ = 0;
    std::uint32_t data_rank_ = 0;
    /// Column commands that keep the data bus free of overlap: [is a write][is to another rank than the last].
    std::array<std::array<std::uint64_t, 2>, 2> next_data_{};
};

} // namespace stavp
