#pragma once

#include <cstdint>

namespace stavp {

/// Follows the use of a Buffer, for traces; must not change the simulation.
class BufferListener {
public:
    virtual ~BufferListener() = default;
    /// A transaction of the bus has banks in this time, which may lie ahead; `at` only.
    virtual void port_used(std::uint64_t /*begin_ps*/, std::uint64_t /*end_ps*/) {}
    /// From now on `commands` of engines are in execution that have operands here.
    virtual void engine_commands(unsigned /*commands*/) {}
};

} // namespace stavp
