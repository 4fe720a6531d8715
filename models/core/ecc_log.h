#pragma once

#include <cstdint>

namespace stavp {

/// Hears of what the ECC of one memory finds; `address` is that of the word, as the bus sees it.
class EccLog {
public:
    virtual ~EccLog() = default;
    virtual void corrected(std::uint64_t address) = 0;
    virtual void uncorrectable(std::uint64_t address) = 0;
};

} // namespace stavp
