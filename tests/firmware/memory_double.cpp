#include "tests/firmware/memory_double.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::test {

void join(VectorClock& into, const VectorClock& other) {
    for (unsigned i = 0; i < kActors; ++i)
        into[i] = std::max(into[i], other[i]);
}

void MemoryDouble::add(std::uint64_t address, std::uint64_t bytes) {
    auto& range = ranges_[address];
    range.storage.assign(bytes, 0);
    range.bytes = range.storage.data();
    range.access.assign(bytes, {});
}

std::uint64_t MemoryDouble::add_host_memory(std::uint64_t bytes) {
    Range range;
    range.storage.assign(bytes + 64, 0);
    const auto start = reinterpret_cast<std::uintptr_t>(range.storage.data());
    const auto address = (start + 63) / 64 * 64;
    range.bytes = range.storage.data() + (address - start);
    range.access.assign(bytes, {});
    ranges_[address] = std::move(range);
    return address;
}

MemoryDouble::Range& MemoryDouble::range(std::uint64_t address, std::uint64_t bytes, std::uint64_t& offset) {
    auto next = ranges_.upper_bound(address);
    if (next != ranges_.begin()) {
        auto& [base, range] = *std::prev(next);
        offset = address - base;
        if (offset <= range.access.size() && bytes <= range.access.size() - offset) return range;
    }
    throw std::out_of_range(fmt::format("{} bytes at {:#x}", bytes, address));
}

std::uint8_t* MemoryDouble::plain(std::uint64_t address, std::uint64_t bytes) {
    std::uint64_t offset = 0;
    return range(address, bytes, offset).bytes + offset;
}

bool MemoryDouble::contains(std::uint64_t address, std::uint64_t bytes) const {
    const auto next = ranges_.upper_bound(address);
    if (next == ranges_.begin()) return false;
    const auto& [base, range] = *std::prev(next);
    return address - base <= range.access.size() && bytes <= range.access.size() - (address - base);
}

void MemoryDouble::race(const char* kind, std::uint64_t address, unsigned actor, unsigned other) {
    races_.push_back(fmt::format("{} at {:#x}: actors {} and {}", kind, address, actor, other));
}

void MemoryDouble::read(std::uint64_t address, std::uint64_t bytes, unsigned actor, const VectorClock& clock) {
    std::uint64_t offset = 0;
    auto& target = range(address, bytes, offset);
    for (auto i = offset; i < offset + bytes; ++i) {
        auto& access = target.access[i];
        if (access.write_clock > clock[access.writer]) {
            race("read of a write", address, actor, access.writer);
            return;
        }
        access.read_clock[actor] = clock[actor];
    }
}

void MemoryDouble::write(std::uint64_t address, std::uint64_t bytes, unsigned actor, const VectorClock& clock) {
    std::uint64_t offset = 0;
    auto& target = range(address, bytes, offset);
    for (auto i = offset; i < offset + bytes; ++i) {
        auto& access = target.access[i];
        if (access.write_clock > clock[access.writer]) {
            race("write over a write", address, actor, access.writer);
            return;
        }
        for (unsigned other = 0; other < kActors; ++other)
            if (access.read_clock[other] > clock[other]) {
                race("write over a read", address, actor, other);
                return;
            }
        access.writer = static_cast<std::uint8_t>(actor);
        access.write_clock = clock[actor];
    }
}

} // namespace stavp::test
