#pragma once

#include "tests/isa/memory_map.h"

#include <vector>

namespace stavp::isa {

/// Instructions in units, with jumps from unit to unit that are filled in when all are known.
class Assembly {
public:
    enum class Fix : u8 { none, branch, jump, c_jump, c_branch, high, low_load, low_store };

    u32 units() const { return static_cast<u32>(starts_.size()); }
    void begin_unit() { starts_.push_back(static_cast<u32>(pieces_.size())); }
    void emit(u32 bits) { pieces_.push_back({bits, Fix::none, 0}); }
    /// `target`: a unit, taken modulo their number. A compressed jump that cannot reach becomes c.nop; low_*: the
    /// immediate that goes with the AUIPC (`high`) right before or one instruction earlier, same target.
    void emit_to(Fix fix, u32 bits, u32 target) { pieces_.push_back({bits, fix, target}); }

    /// Call once; afterwards address_of() is known.
    std::vector<u8> place(u64 base);
    u64 address_of(u32 unit) const { return addresses_[starts_[unit % units()]]; }

private:
    struct Piece {
        u32 bits;
        Fix fix;
        u32 target;
    };
    u32 resolved(const Piece& piece, u64 here, u64 anchor) const;

    std::vector<Piece> pieces_;
    std::vector<u32> starts_;
    std::vector<u64> addresses_;
};

} // namespace stavp::isa
