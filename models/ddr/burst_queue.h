#pragma once

#include "models/ddr/address_map.h"
#include "models/ddr/bank_timing.h"

#include <cstdint>
#include <vector>

namespace stavp {

/// A place in the queue.
using BurstSlot = std::uint32_t;
inline constexpr BurstSlot kNoBurst = 0xffffffff;

/// One column access that waits for its command.
struct Burst {
    DramAddress at{};
    ColumnCommand command = ColumnCommand::read;
    std::uint32_t transaction = 0;  ///< the controller's name for what it is part of
    std::uint32_t own_before = 0;   ///< earlier bursts of the transaction in this channel
    std::uint64_t arrival_clk = 0;  ///< of the transaction
    std::uint64_t enqueued_clk = 0; ///< no command for it goes out before
    bool activated = false;         ///< a row was opened for it
    bool precharged = false;        ///< another row was closed for it
};

/// The bursts that wait in one channel, by age and by bank. Bursts to the same place keep their order unless all of
/// them read: the younger one is no hit until the older one has gone.
class BurstQueue {
public:
    /// What a bank has to do: its oldest burst, and the oldest burst of each kind that hits the open row.
    struct Work {
        BurstSlot oldest = kNoBurst;
        BurstSlot read_hit = kNoBurst;
        BurstSlot write_hit = kNoBurst;
        bool has_hit() const { return read_hit != kNoBurst || write_hit != kNoBurst; }
    };

    BurstQueue(std::uint32_t depth, std::uint32_t banks, std::uint32_t ranks);

    bool empty() const { return size_ == 0; }
    std::uint32_t size() const { return size_; }
    bool full() const { return size_ == nodes_.size(); }
    bool waits_for(std::uint32_t rank) const { return in_rank_[rank] != 0; }
    const std::vector<std::uint32_t>& busy_banks() const { return busy_banks_; } ///< in no particular order
    Work work(std::uint32_t bank, std::uint32_t open_row) const;
    bool wants(std::uint32_t bank, std::uint32_t row) const;

    Burst& operator[](BurstSlot slot) { return nodes_[slot].burst; }
    const Burst& operator[](BurstSlot slot) const { return nodes_[slot].burst; }
    BurstSlot oldest() const { return oldest_; }
    /// Grows with the time of entry.
    std::uint64_t age_key(BurstSlot slot) const { return nodes_[slot].order; }
    /// How many bursts that entered later have left before the oldest one.
    std::uint64_t overtaken() const { return removed_ - nodes_[oldest_].leave_first; }

    void push(const Burst& burst);
    void remove(BurstSlot slot);

private:
    struct Node {
        Burst burst;
        std::uint64_t order = 0;
        std::uint64_t leave_first = 0; ///< removals, counted from the start, until all older ones are gone
        BurstSlot older = kNoBurst;
        BurstSlot newer = kNoBurst;
        BurstSlot older_in_bank = kNoBurst;
        BurstSlot newer_in_bank = kNoBurst;
        BurstSlot waits_behind = kNoBurst; ///< an older burst to the same place
        bool is_awaited = false;
    };
    struct Bank {
        BurstSlot oldest = kNoBurst;
        BurstSlot newest = kNoBurst;
        std::uint32_t reads = 0;
        std::uint32_t writes = 0;
        std::uint32_t busy_index = 0; ///< in busy_banks_
    };

    BurstSlot conflict_of(const Burst& burst) const;
    void release(BurstSlot slot);

    std::vector<Node> nodes_;
    std::vector<BurstSlot> free_;
    std::vector<Bank> banks_;
    std::vector<std::uint32_t> busy_banks_;
    std::vector<std::uint32_t> in_rank_;
    BurstSlot oldest_ = kNoBurst;
    BurstSlot newest_ = kNoBurst;
    std::uint32_t size_ = 0;
    std::uint64_t pushed_ = 0;
    std::uint64_t removed_ = 0;
};

} // namespace stavp
