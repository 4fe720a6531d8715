#pragma once

#include "models/ddr/address_map.h"

#include <cstdint>
#include <functional>

namespace stavp {

enum class DramCommand { activate, precharge, auto_precharge, precharge_all, read, write, refresh };

/// A command on the pins; auto_precharge: the start of the precharge inside the device, which takes no command clock.
/// `at` says nothing for precharge_all and refresh.
struct IssuedCommand {
    DramCommand command;
    std::uint64_t clock;
    DramAddress at;
};

using CommandListener = std::function<void(const IssuedCommand&)>;

} // namespace stavp
