#include "models/core/on_chip_operands.h"

#include <algorithm>
#include <cstring>

namespace stavp {

namespace {

constexpr std::uint64_t kChunkBytes = 4096;

std::optional<QueueFault> outside_window(const OperandRows& rows) {
    if (rows.address < kOnChipBase || rows.address >= kOnChipEnd)
        return QueueFault{QueueError::operand_not_on_chip, rows.address};
    const auto room = kOnChipEnd - rows.address;
    if (rows.row_bytes > room) return QueueFault{QueueError::operand_not_on_chip, kOnChipEnd};
    if (rows.rows < 2) return std::nullopt;
    const auto rows_that_fit = rows.stride == 0 ? rows.rows : (room - rows.row_bytes) / rows.stride + 1;
    if (rows.rows <= rows_that_fit) return std::nullopt;
    const auto start_of_first_bad = rows.address + rows_that_fit * rows.stride;
    return QueueFault{QueueError::operand_not_on_chip, std::max(start_of_first_bad, kOnChipEnd)};
}

std::uint64_t span_bytes(const OperandRows& rows) {
    return (rows.rows - 1) * (rows.rows > 1 ? rows.stride : 0) + rows.row_bytes;
}

} // namespace

std::uint8_t* OnChipOperands::direct(const OperandRows& rows, tlm::tlm_command command) {
    return master_.direct(rows.address, span_bytes(rows), command);
}

void OnChipOperands::touch(const OperandRows& rows) {
    const auto slot = on_chip_slot(rows.address);
    if (!use_ || used_[slot]) return;
    used_[slot] = true;
    use_(slot, true);
}

void OnChipOperands::release() {
    for (unsigned slot = 0; slot < kOnChipSlots; ++slot)
        if (std::exchange(used_[slot], false)) use_(slot, false);
}

std::optional<QueueFault> OnChipOperands::move(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
                                               std::uint64_t bytes, bool probe) {
    for (std::uint64_t done = 0; done < bytes;) {
        const auto chunk = static_cast<unsigned>(std::min(bytes - done, kChunkBytes));
        const auto moved = master_.operand_access(command, address + done, data + done, chunk, probe);
        if (moved == 0) return QueueFault{QueueError::operand_bus_error, address + done};
        done += moved;
    }
    return std::nullopt;
}

void OnChipOperands::tell(const OperandRows& rows, bool write, bool direct, bool ok) const {
    for (auto* listener : listeners_)
        listener->operand(rows, write, direct, ok);
}

std::optional<QueueFault> OnChipOperands::read(const OperandRows& rows, OperandView& view) {
    if (auto fault = outside_window(rows)) return fault;
    touch(rows);
    if (const auto* host = direct(rows, tlm::TLM_READ_COMMAND)) {
        view.data = host;
        view.stride = rows.stride;
        tell(rows, false, true, true);
        return std::nullopt;
    }
    auto fault = read_by_debug(rows, view);
    tell(rows, false, false, !fault);
    return fault;
}

std::optional<QueueFault> OnChipOperands::read_by_debug(const OperandRows& rows, OperandView& view, bool probe) {
    view.copy.resize(rows.rows * rows.row_bytes);
    view.data = view.copy.data();
    view.stride = rows.row_bytes;
    for (std::uint64_t row = 0; row < rows.rows; ++row)
        if (auto fault = move(tlm::TLM_READ_COMMAND, rows.address + row * rows.stride,
                              view.copy.data() + row * rows.row_bytes, rows.row_bytes, probe))
            return fault;
    return std::nullopt;
}

std::optional<QueueFault> OnChipOperands::check_writable(const OperandRows& rows) {
    if (auto fault = outside_window(rows)) return fault;
    touch(rows);
    if (direct(rows, tlm::TLM_WRITE_COMMAND) != nullptr) return std::nullopt;
    OperandView probe;
    constexpr bool kProbe = true;
    return read_by_debug(rows, probe, kProbe);
}

std::optional<QueueFault> OnChipOperands::write(const OperandRows& rows, std::span<const std::uint8_t> data) {
    if (auto* host = direct(rows, tlm::TLM_WRITE_COMMAND)) {
        for (std::uint64_t row = 0; row < rows.rows; ++row)
            std::memcpy(host + row * rows.stride, data.data() + row * rows.row_bytes, rows.row_bytes);
        tell(rows, true, true, true);
        return std::nullopt;
    }
    auto fault = write_by_debug(rows, data);
    tell(rows, true, false, !fault);
    return fault;
}

std::optional<QueueFault> OnChipOperands::write_by_debug(const OperandRows& rows, std::span<const std::uint8_t> data) {
    std::vector<std::uint8_t> bytes(rows.row_bytes);
    for (std::uint64_t row = 0; row < rows.rows; ++row) {
        std::memcpy(bytes.data(), data.data() + row * rows.row_bytes, rows.row_bytes);
        if (auto fault = move(tlm::TLM_WRITE_COMMAND, rows.address + row * rows.stride, bytes.data(), rows.row_bytes))
            return fault;
    }
    return std::nullopt;
}

} // namespace stavp
