#pragma once

#include <cstdint>
#include <optional>

namespace stavp {

/// Values of QUEUE_ERROR_CODE.
enum class QueueError : std::uint32_t {
    none = 0,
    misaligned = 1,
    descriptor_bus_error = 2,
    unknown_opcode = 3,
    bad_field = 4,
    operand_bus_error = 5,
    operand_not_on_chip = 6
};

/// Why a descriptor failed and the address that the guest is told; without `address` the descriptor's own.
struct QueueFault {
    QueueError code = QueueError::none;
    std::optional<std::uint64_t> address;
};

} // namespace stavp
