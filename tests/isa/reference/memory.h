#pragma once

#include "tests/isa/memory_map.h"

#include <vector>

namespace stavp::isa {

/// Memory and device of the reference, one byte at a time. It also knows which instructions FENCE.I has not yet made
/// valid.
class Memory {
public:
    std::vector<u8> ram = std::vector<u8>(kRamBytes);
    std::vector<u8> slow = std::vector<u8>(kSlowRamBytes);
    std::vector<u8> device = std::vector<u8>(kDeviceBytes);
    u64 device_writes = 0;

    /// False: nothing answers there. `bytes` lie within one page.
    bool read(u64 address, unsigned bytes, u64& value);
    bool write(u64 address, unsigned bytes, u64 value);

    void fence_i() { ++epoch_; }
    /// Whether the halfword there was stored to since the last FENCE.I.
    bool stale(u64 address) const;
    void forget_stores();

private:
    u8* at(u64 address, unsigned bytes);

    std::vector<u32> stored_ = std::vector<u32>(kRamBytes / 2);
    u32 epoch_ = 1;
};

} // namespace stavp::isa
