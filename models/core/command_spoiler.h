#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace stavp {

/// What an injected fault makes of a command.
struct CommandFault {
    bool hangs = false;                             ///< it never ends, unless its queue is aborted
    std::optional<std::uint64_t> stops_after_bytes; ///< dma: of its first bytes no more than these are copied
};

/// Asked before each command that an engine executes; NOPs are not among them.
using CommandSpoiler = std::function<CommandFault()>;

} // namespace stavp
