#pragma once

#include "models/ddr/issued_command.h"

#include <cstdint>

namespace stavp {

/// Follows a DramController, for traces. Calls about one channel come in the order of their clocks; they may come after
/// their clock has passed, as an idle memory is caught up with when it is next asked.
class DramListener {
public:
    virtual ~DramListener() = default;
    virtual void issued(const IssuedCommand& /*command*/) {}
    /// From that clock on so many bursts wait in the queue of the channel.
    virtual void queued(std::uint32_t /*channel*/, std::uint64_t /*clock*/, std::uint32_t /*bursts*/) {}
};

} // namespace stavp
