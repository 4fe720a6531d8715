#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace stavp::test {

/// One actor for each of the 11 queues, and the host.
inline constexpr unsigned kActors = 12;
inline constexpr unsigned kHost = 11;

/// clock[a]: how far into actor a's history its owner has seen.
using VectorClock = std::array<std::uint32_t, kActors>;

void join(VectorClock& into, const VectorClock& other);

/// Memory in which every byte knows who wrote and read it last: an access that is not ordered by waits and signals
/// after the accesses it conflicts with is a race, whatever order this run happened to take.
class MemoryDouble {
public:
    /// `bytes` zero bytes at `address`; the host's pointers are addresses too.
    void add(std::uint64_t address, std::uint64_t bytes);
    /// Zero bytes that the host reaches under the returned, 64-byte aligned address.
    std::uint64_t add_host_memory(std::uint64_t bytes);
    /// Throws std::out_of_range for anything outside the added ranges.
    std::uint8_t* plain(std::uint64_t address, std::uint64_t bytes);
    bool contains(std::uint64_t address, std::uint64_t bytes) const;

    void read(std::uint64_t address, std::uint64_t bytes, unsigned actor, const VectorClock& clock);
    void write(std::uint64_t address, std::uint64_t bytes, unsigned actor, const VectorClock& clock);

    const std::vector<std::string>& races() const { return races_; }

private:
    struct Access {
        std::uint32_t write_clock = 0;
        std::uint8_t writer = kHost;
        std::array<std::uint32_t, kActors> read_clock{};
    };
    struct Range {
        std::vector<std::uint8_t> storage;
        std::uint8_t* bytes = nullptr;
        std::vector<Access> access;
    };
    Range& range(std::uint64_t address, std::uint64_t bytes, std::uint64_t& offset);
    void race(const char* kind, std::uint64_t address, unsigned actor, unsigned other);

    std::map<std::uint64_t, Range> ranges_;
    std::vector<std::string> races_;
};

} // namespace stavp::test
