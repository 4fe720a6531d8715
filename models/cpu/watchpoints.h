#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

namespace stavp {

/// A range of addresses whose accesses a debugger wants to know of.
struct Watchpoint {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
    bool reads = false;
    bool writes = false;

    bool operator==(const Watchpoint&) const = default;
};

/// The watchpoints that are set, and whom to tell of a hit.
class Watchpoints {
public:
    using Callback = std::function<void(const Watchpoint&, std::uint64_t address)>;

    void on_hit(Callback callback) { on_hit_ = std::move(callback); }
    void set(const Watchpoint& point, bool on) {
        std::erase(points_, point);
        if (on) points_.push_back(point);
    }
    bool empty() const { return points_.empty(); }
    bool any_in(std::uint64_t address, std::uint64_t bytes) const {
        return std::ranges::any_of(points_, [&](const auto& point) { return overlap(point, address, bytes); });
    }
    /// After an access; true when it was watched.
    bool look(std::uint64_t address, std::uint64_t bytes, bool write) const {
        for (const auto& point : points_) {
            if (!(write ? point.writes : point.reads) || !overlap(point, address, bytes)) continue;
            if (on_hit_) on_hit_(point, std::max(address, point.address));
            return true;
        }
        return false;
    }

private:
    /// Without overflow at the end of the address space.
    static bool overlap(const Watchpoint& point, std::uint64_t address, std::uint64_t bytes) {
        return address >= point.address ? address - point.address < point.bytes : point.address - address < bytes;
    }

    std::vector<Watchpoint> points_;
    Callback on_hit_;
};

} // namespace stavp
