#pragma once

#include "models/cpu/cpu_listener.h"

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

namespace stavp::trace {

/// Which bytes of memory the host has stored through DMI since it was last asked; and tells when the host comes to
/// simulated time.
class HostStores : public CpuListener {
public:
    explicit HostStores(std::function<void()> synced) : synced_(std::move(synced)) {}

    void ran(std::uint64_t /*pc*/, unsigned /*bytes*/, std::uint64_t /*begin_cycle*/, bool /*direct*/) override {}
    void accessed(std::uint64_t address, unsigned bytes, bool write, std::uint64_t cycle) override;
    void synced() override { synced_(); }
    void slept(std::uint64_t /*begin_cycle*/, std::uint64_t /*end_cycle*/) override {}

    /// Gives each range, at most 8 bytes inside an aligned word, in the order of addresses, and forgets them.
    void take(const std::function<void(std::uint64_t address, unsigned bytes)>& range);

private:
    std::function<void()> synced_;
    std::unordered_map<std::uint64_t, std::uint8_t> words_; ///< bytes stored, by aligned address
};

} // namespace stavp::trace
