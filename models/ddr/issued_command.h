#pragma once

#include "models/ddr/address_map.h"

#include <cstdint>
#include <functional>

namespace stavp {

enum class DramCommand { activate, precharge, precharge_all, read, write, refresh };

/// A command on the pins of a channel. `at` names what the command needs of it: REF and PREA only the rank, PRE the
/// bank.
struct IssuedCommand {
    DramCommand command;
    std::uint64_t clock;
    DramAddress at;
    bool closes_row = false;   ///< RD or WR with auto-precharge
    std::uint64_t repeats = 1; ///< REF: the last of so many that went out tREFI apart while nothing else happened
};

using CommandListener = std::function<void(const IssuedCommand&)>;

} // namespace stavp
