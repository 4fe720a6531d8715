#pragma once

#include "models/core/bus_master.h"
#include "models/core/on_chip.h"
#include "models/core/queue_fault.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace stavp {

/// `rows` rows of `row_bytes` bytes, `stride` bytes apart. A single row has no stride.
struct OperandRows {
    std::uint64_t address;
    std::uint64_t rows;
    std::uint64_t row_bytes;
    std::uint64_t stride;
};

/// The bytes of an operand: in the buffer itself where DMI is granted, else a copy. Use before the next wait().
struct OperandView {
    const std::uint8_t* data = nullptr;
    std::uint64_t stride = 0;
    std::vector<std::uint8_t> copy;

    const std::uint8_t* row(std::uint64_t index) const { return data + index * stride; }
};

/// Hears of every operand that a command reads or writes, when its bytes move, and whether they went through DMI; for
/// traces. A read that fails half-way is told of, too.
class OperandListener {
public:
    virtual ~OperandListener() = default;
    virtual void operand(const OperandRows& rows, bool write, bool direct, bool ok) = 0;
};

/// An engine's access to the on-chip buffers. Consumes no simulated time: the engines' own timing rules charge the
/// buffer ports. Without DMI bytes move by debug transport. Faults: operand_not_on_chip at the first byte outside the
/// window of the buffers, operand_bus_error at the first byte inside it where no memory answers, or
/// not with what was stored there.
class OnChipOperands {
public:
    explicit OnChipOperands(BusMaster& master) : master_(master) {}

    std::optional<QueueFault> read(const OperandRows& rows, OperandView& view);
    /// `callback` hears of the slots (on_chip_slot) in which a command has operands, when it first touches each, and of
    /// the same slots at its end.
    using Use = std::function<void(unsigned slot, bool begins)>;
    void on_use(Use callback) { use_ = std::move(callback); }
    /// Before the simulation; the listener outlives it.
    void observe(OperandListener& listener) { listeners_.push_back(&listener); }
    /// The command has ended.
    void release();
    /// Whether `write` to the same rows will find memory there.
    std::optional<QueueFault> check_writable(const OperandRows& rows);
    /// `data`: rows * row_bytes bytes without gaps.
    std::optional<QueueFault> write(const OperandRows& rows, std::span<const std::uint8_t> data);

private:
    std::optional<QueueFault> move(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
                                   std::uint64_t bytes, bool probe = false);
    std::uint8_t* direct(const OperandRows& rows, tlm::tlm_command command);
    void touch(const OperandRows& rows);
    std::optional<QueueFault> read_by_debug(const OperandRows& rows, OperandView& view, bool probe = false);
    std::optional<QueueFault> write_by_debug(const OperandRows& rows, std::span<const std::uint8_t> data);
    void tell(const OperandRows& rows, bool write, bool direct, bool ok) const;

    BusMaster& master_;
    Use use_;
    std::array<bool, kOnChipSlots> used_{};
    std::vector<OperandListener*> listeners_;
};

} // namespace stavp
