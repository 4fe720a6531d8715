#include "models/core/ecc_store.h"

#include "models/core/memory_access.h"
#include "models/core/operand_access.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace stavp {

namespace {

std::uint64_t word_of(std::uint64_t address) {
    return address & ~(EccStore::kWordBytes - 1);
}

} // namespace

EccStore::EccStore(EccCode code, std::span<std::uint8_t> memory, Invalidate invalidate)
    : code_(code), memory_(memory), invalidate_(std::move(invalidate)) {}

void EccStore::report_to(EccLog& log, std::uint64_t base) {
    log_ = &log;
    base_ = base;
}

void EccStore::flip_stored(std::uint64_t offset, std::uint64_t data) {
    std::uint64_t word = 0;
    std::memcpy(&word, memory_.data() + offset, sizeof word);
    word ^= data;
    std::memcpy(memory_.data() + offset, &word, sizeof word);
}

void EccStore::flip(std::uint64_t offset, const SecdedWord& mask) {
    if (code_ == EccCode::none) {
        flip_stored(offset, mask.data);
        return;
    }
    auto& word = words_[offset];
    word.data ^= mask.data;
    word.check = static_cast<std::uint8_t>(word.check ^ mask.check);
    if (word == SecdedWord{}) {
        auto at = words_.find(offset);
        forget(at);
        return;
    }
    gaps_.add(offset);
    const auto page = DmiGaps::page_of(offset);
    invalidate_(page, page + DmiGaps::kPageBytes - 1);
}

void EccStore::forget(Words::iterator& word) {
    const auto page = DmiGaps::page_of(word->first);
    word = words_.erase(word);
    const auto next = words_.lower_bound(page);
    if (next != words_.end() && next->first - page < DmiGaps::kPageBytes) return;
    gaps_.remove(page);
    invalidate_(0, memory_.size() - 1); // so that what is granted next has no gap here
}

bool EccStore::scrub(Words::iterator& word, bool counted) {
    auto flipped = word->second;
    const auto verdict = secded_decode(flipped); // the code is linear: the flipped bits decode as the word does
    if (verdict == SecdedVerdict::uncorrectable) {
        if (counted && log_ != nullptr) log_->uncorrectable(base_ + word->first);
        return false;
    }
    if (verdict == SecdedVerdict::corrected && counted && log_ != nullptr) log_->corrected(base_ + word->first);
    flip_stored(word->first, flipped.data);
    forget(word);
    return true;
}

bool EccStore::look(bool write, std::uint64_t address, std::uint64_t bytes, bool counted) {
    const auto end = address + bytes;
    bool good = true;
    for (auto word = words_.lower_bound(word_of(address)); word != words_.end() && word->first < end;) {
        const bool covered = word->first >= address && word->first + kWordBytes <= end;
        if (write && covered)
            ++word;
        else if (!scrub(word, counted)) {
            good = false;
            ++word;
        }
    }
    if (!write || !good) return good;
    for (auto word = words_.lower_bound(word_of(address)); word != words_.end() && word->first < end;)
        forget(word);
    return true;
}

unsigned EccStore::debug_access(const tlm::tlm_generic_payload& payload) {
    const auto address = payload.get_address();
    if (words_.empty() || address >= memory_.size()) return debug_memory_access(payload, memory_);
    const auto within =
        static_cast<unsigned>(std::min<std::uint64_t>(payload.get_data_length(), memory_.size() - address));
    const auto* operand = payload.get_extension<OperandAccess>();
    if (operand != nullptr && operand->probe) return debug_memory_access(payload, memory_);
    if (payload.is_write())
        return look(true, address, within, operand != nullptr) ? debug_memory_access(payload, memory_) : 0;
    if (operand != nullptr) look(false, address, within, true);
    const auto good = readable(address, within);
    debug_memory_access(payload, memory_);
    correct_debug_read(payload, good);
    return good;
}

unsigned EccStore::readable(std::uint64_t address, unsigned bytes) const {
    for (auto word = words_.lower_bound(word_of(address)); word != words_.end() && word->first < address + bytes;
         ++word) {
        auto flipped = word->second;
        if (secded_decode(flipped) == SecdedVerdict::uncorrectable)
            return static_cast<unsigned>(std::max(word->first, address) - address);
    }
    return bytes;
}

void EccStore::correct_debug_read(const tlm::tlm_generic_payload& payload, unsigned bytes) const {
    const auto address = payload.get_address();
    for (auto word = words_.lower_bound(word_of(address)); word != words_.end() && word->first < address + bytes;
         ++word) {
        auto flipped = word->second;
        secded_decode(flipped);
        for (std::uint64_t byte = 0; byte < kWordBytes; ++byte) {
            const auto at = word->first + byte;
            if (at < address || at >= address + bytes) continue;
            payload.get_data_ptr()[at - address] ^= static_cast<std::uint8_t>(flipped.data >> 8 * byte);
        }
    }
}

} // namespace stavp
