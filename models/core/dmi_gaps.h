#pragma once

#include <cstdint>
#include <set>
#include <tlm>

namespace stavp {

/// Pages of 4 KiB that are left out of DMI.
class DmiGaps {
public:
    static constexpr std::uint64_t kPageBytes = 4096;
    static std::uint64_t page_of(std::uint64_t address) { return address & ~(kPageBytes - 1); }

    void add(std::uint64_t address) { pages_.insert(page_of(address)); }
    void remove(std::uint64_t address) { pages_.erase(page_of(address)); }
    bool empty() const { return pages_.empty(); }
    /// Narrows `region`, which holds `address`, to what lies between the gaps around it. In a gap: to that page, with
    /// no access granted.
    void narrow(std::uint64_t address, tlm::tlm_dmi& region) const;

private:
    std::set<std::uint64_t> pages_;
};

} // namespace stavp
