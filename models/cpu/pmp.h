#pragma once

#include "models/cpu/trap.h"

#include <array>
#include <cstdint>

namespace stavp {

enum class Access : std::uint8_t { read = 1, write = 2, execute = 4 };

/// Physical memory protection (privileged manual, section "Physical Memory Protection"): granularity 4 bytes, all
/// fields writable but R=0 W=1, which is stored as W=0. An access fails if the lowest entry that matches any of its
/// bytes does not match them all, whatever its size or alignment.
class Pmp {
public:
    static constexpr unsigned kMaxEntries = 64;

    /// `entries` 0 to 64. Without entries nothing is protected.
    explicit Pmp(unsigned entries);

    /// Entries whose registers exist: 0, 16 or 64; those beyond the implemented ones read as zero.
    unsigned register_entries() const;
    std::uint8_t config(unsigned entry) const { return config_[entry]; }
    std::uint64_t address(unsigned entry) const { return address_[entry]; }
    void write_config(unsigned entry, std::uint8_t value);
    void write_address(unsigned entry, std::uint64_t value);

    /// For a whole page: true means that every access inside it is allowed too.
    bool allows(std::uint64_t address, std::uint64_t bytes, Access access, Privilege privilege) const;
    /// Grows with each write that changed something: pointers and decoded code checked before are stale then.
    std::uint64_t generation() const { return generation_; }
    void reset();

private:
    struct Range {
        std::uint64_t first = 1; ///< inclusive; first > last matches nothing
        std::uint64_t last = 0;
        std::uint8_t config = 0;
    };
    bool locked(unsigned entry) const;
    void update();

    unsigned entries_;
    std::array<std::uint8_t, kMaxEntries> config_{};
    std::array<std::uint64_t, kMaxEntries> address_{};
    std::array<Range, kMaxEntries> ranges_{};
    unsigned highest_active_ = 0; ///< entries at and after it are off
    std::uint64_t generation_ = 0;
};

} // namespace stavp
