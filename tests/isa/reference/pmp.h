#pragma once

#include "tests/isa/memory_map.h"

#include <array>

namespace stavp::isa {

/// Physical memory protection, byte by byte as the manual's text has it.
class ReferencePmp {
public:
    explicit ReferencePmp(unsigned entries) : entries_(entries) {}

    enum Right : u8 { read = 1, write = 2, execute = 4 };
    bool allows(u64 address, unsigned bytes, Right right, bool machine) const;

    /// Whether software finds pmpaddr0 to pmpaddr(n-1).
    unsigned registers() const { return entries_ == 0 ? 0 : entries_ <= 16 ? 16 : 64; }
    void write_config(unsigned entry, u8 value);
    void write_address(unsigned entry, u64 value);
    u8 config(unsigned entry) const { return config_[entry]; }
    u64 address(unsigned entry) const { return address_[entry]; }
    void reset();

private:
    bool matches(unsigned entry, u64 byte) const;

    unsigned entries_;
    std::array<u8, 64> config_{};
    std::array<u64, 64> address_{};
};

} // namespace stavp::isa
