#include "models/ddr/burst_queue.h"

namespace stavp {

BurstQueue::BurstQueue(std::uint32_t depth, std::uint32_t banks, std::uint32_t ranks)
    : nodes_(depth), banks_(banks), in_rank_(ranks) {
    free_.reserve(depth);
    for (auto slot = depth; slot > 0; --slot)
        free_.push_back(slot - 1);
    busy_banks_.reserve(banks);
}

BurstSlot BurstQueue::conflict_of(const Burst& burst) const {
    const auto& bank = banks_[burst.at.bank];
    const bool writes = burst.command == ColumnCommand::write;
    for (auto slot = bank.newest; slot != kNoBurst; slot = nodes_[slot].older_in_bank) {
        const auto& other = nodes_[slot].burst;
        if (other.at.column == burst.at.column && other.at.row == burst.at.row &&
            (writes || other.command == ColumnCommand::write))
            return slot;
    }
    return kNoBurst;
}

void BurstQueue::push(const Burst& burst) {
    const auto slot = free_.back();
    free_.pop_back();
    auto& node = nodes_[slot];
    auto& bank = banks_[burst.at.bank];
    node = {burst, pushed_++, removed_ + size_, newest_, kNoBurst, bank.newest, kNoBurst, conflict_of(burst), false};
    if (node.waits_behind != kNoBurst) nodes_[node.waits_behind].is_awaited = true;
    (newest_ == kNoBurst ? oldest_ : nodes_[newest_].newer) = slot;
    newest_ = slot;
    if (bank.newest == kNoBurst) {
        bank.oldest = slot;
        bank.busy_index = static_cast<std::uint32_t>(busy_banks_.size());
        busy_banks_.push_back(burst.at.bank);
    } else {
        nodes_[bank.newest].newer_in_bank = slot;
    }
    bank.newest = slot;
    ++(burst.command == ColumnCommand::read ? bank.reads : bank.writes);
    ++in_rank_[burst.at.rank];
    ++size_;
}

void BurstQueue::remove(BurstSlot slot) {
    auto& node = nodes_[slot];
    const auto bank_number = node.burst.at.bank;
    auto& bank = banks_[bank_number];
    if (node.is_awaited) release(slot);
    (node.older == kNoBurst ? oldest_ : nodes_[node.older].newer) = node.newer;
    (node.newer == kNoBurst ? newest_ : nodes_[node.newer].older) = node.older;
    (node.older_in_bank == kNoBurst ? bank.oldest : nodes_[node.older_in_bank].newer_in_bank) = node.newer_in_bank;
    (node.newer_in_bank == kNoBurst ? bank.newest : nodes_[node.newer_in_bank].older_in_bank) = node.older_in_bank;
    if (bank.oldest == kNoBurst) {
        busy_banks_[bank.busy_index] = busy_banks_.back();
        banks_[busy_banks_.back()].busy_index = bank.busy_index;
        busy_banks_.pop_back();
    }
    --(node.burst.command == ColumnCommand::read ? bank.reads : bank.writes);
    --in_rank_[node.burst.at.rank];
    --size_;
    ++removed_;
    free_.push_back(slot);
}

void BurstQueue::release(BurstSlot slot) {
    for (auto later = nodes_[slot].newer_in_bank; later != kNoBurst; later = nodes_[later].newer_in_bank)
        if (nodes_[later].waits_behind == slot) nodes_[later].waits_behind = kNoBurst;
}

BurstQueue::Work BurstQueue::work(std::uint32_t bank_number, std::uint32_t open_row) const {
    const auto& bank = banks_[bank_number];
    Work work{bank.oldest, kNoBurst, kNoBurst};
    if (open_row == BankTiming::kClosed) return work;
    auto reads = bank.reads;
    auto writes = bank.writes;
    for (auto slot = bank.oldest; slot != kNoBurst && reads + writes > 0; slot = nodes_[slot].newer_in_bank) {
        const auto& node = nodes_[slot];
        const bool is_read = node.burst.command == ColumnCommand::read;
        auto& left = is_read ? reads : writes;
        if (left == 0) continue;
        --left;
        if (node.burst.at.row != open_row || node.waits_behind != kNoBurst) continue;
        (is_read ? work.read_hit : work.write_hit) = slot;
        left = 0;
    }
    return work;
}

bool BurstQueue::wants(std::uint32_t bank, std::uint32_t row) const {
    for (auto slot = banks_[bank].oldest; slot != kNoBurst; slot = nodes_[slot].newer_in_bank)
        if (nodes_[slot].burst.at.row == row) return true;
    return false;
}

} // namespace stavp
