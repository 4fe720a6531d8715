#include "models/softmax/softmax.h"

#include "regs/softmax_regs.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace stavp {

namespace {

bool fields_valid(const stavp_softmax_descriptor& command) {
    if (command.rows == 0 || command.cols == 0) return false;
    return command.rows == 1 ||
           (command.x_stride >= std::uint64_t{2} * command.cols && command.y_stride >= command.cols);
}

/// Columns of row `row` that are not masked.
std::uint64_t valid_columns(const stavp_softmax_descriptor& command, std::uint64_t row) {
    const auto valid = std::min<std::uint64_t>(command.valid, command.cols);
    if ((command.header.flags & STAVP_SOFTMAX_CAUSAL) == 0) return valid;
    return std::min(valid, command.row0 + row + 1);
}

} // namespace

Softmax::Softmax(sc_core::sc_module_name name, const SoftmaxConfig& config, Clock clock, SyncFabric& sync,
                 sc_core::sc_time register_latency)
    : QueueEngine(name,
                  {regs::softmax::kTable, regs::softmax::kSizeBytes, STAVP_QUEUE_REGISTERS(regs::softmax),
                   regs::softmax::BUSY_CYCLES},
                  clock, sync, register_latency),
      config_(config) {
    if (config.lanes == 0) throw std::invalid_argument("softmax: lanes must be at least 1");
    if (config.passes != 2 && config.passes != 3) throw std::invalid_argument("softmax: passes must be 2 or 3");
    bank.set(regs::softmax::LANES, config.lanes);
}

std::optional<QueueFault> Softmax::execute(const DescriptorBytes& bytes) {
    stavp_softmax_descriptor command;
    std::memcpy(&command, bytes.data(), sizeof command);
    if (command.header.opcode != STAVP_OP_SOFTMAX_ROWS) return QueueFault{QueueError::unknown_opcode, {}};
    if (!fields_valid(command)) return QueueFault{QueueError::bad_field, {}};

    const std::uint64_t cols = command.cols;
    const OperandRows target{command.y, command.rows, cols, command.y_stride};
    OperandView x;
    if (auto fault = operands_.read({command.x, command.rows, 2 * cols, command.x_stride}, x)) return fault;
    if (auto fault = operands_.check_writable(target)) return fault;

    std::vector<std::int16_t> scores(cols);
    std::vector<std::uint8_t> probabilities(command.rows * cols);
    for (std::uint64_t row = 0; row < command.rows; ++row) {
        std::memcpy(scores.data(), x.row(row), 2 * cols);
        rows_.row(scores, valid_columns(command, row), std::span(probabilities).subspan(row * cols, cols));
    }

    const auto pass = (cols + config_.lanes - 1) / config_.lanes;
    spend(Activity::fill_drain, (config_.passes - 1) * pass + config_.pipeline_cycles);
    spend(Activity::busy, command.rows * pass);
    elements_ += command.rows * cols;
    traffic_.read(command.x, command.rows * 2 * cols);
    traffic_.write(command.y, command.rows * cols);
    return operands_.write(target, probabilities);
}

} // namespace stavp
