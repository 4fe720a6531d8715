#pragma once

#include "models/core/fidelity.h"

#include <optional>
#include <string>

namespace stavp {

struct DmaConfig {
    unsigned channels = 4;      ///< 1 to 8; *assumption*
    unsigned burst_bytes = 256; ///< power of two, 4 to 65536; *assumption*
    unsigned outstanding = 16;  ///< bursts in flight per channel, 1 to 256; *assumption*
    Fidelity fidelity = Fidelity::at;
};

/// What is wrong with a configuration, naming the key, or nothing.
std::optional<std::string> find_error(const DmaConfig& config);

} // namespace stavp
