#pragma once

#include "models/core/fidelity.h"

#include <optional>
#include <string>

namespace stavp {

/// Who gets a channel that several initiators want. `fcfs`: the oldest request. `round_robin`: the next initiator
/// after the one that was served last, in the order in which they were added. `fixed_priority`: the initiator that was
/// added first.
enum class Arbitration { fcfs, round_robin, fixed_priority };

struct BusConfig {
    unsigned bytes_per_cycle = 32; ///< data width of every port, per direction; *assumption*
    unsigned latency_cycles = 4;   ///< request and response path through the crossbar together; *assumption*
    Fidelity fidelity = Fidelity::at;
    double clock_mhz = 500;                      ///< *assumption*
    Arbitration arbitration = Arbitration::fcfs; ///< *assumption*
    unsigned outstanding = 64;                   ///< transactions of one initiator inside the bus; *assumption*
};

/// What is wrong with a configuration, naming the key, or nothing.
std::optional<std::string> find_error(const BusConfig& config);

} // namespace stavp
