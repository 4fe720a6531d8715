#pragma once

#include <cstdint>

namespace stavp {

/// Follows what a Bus does at fidelity `at`, for traces; must not change the simulation.
class BusListener {
public:
    virtual ~BusListener() = default;
    /// Now `transactions` of the initiator are inside the bus.
    virtual void outstanding(unsigned /*initiator*/, unsigned /*transactions*/) {}
    /// The initiator has that channel of the target in this time, which begins now.
    virtual void granted(unsigned /*initiator*/, unsigned /*target*/, bool /*write*/, std::uint64_t /*begin_ps*/,
                         std::uint64_t /*end_ps*/) {}
};

} // namespace stavp
