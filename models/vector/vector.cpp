#include "models/vector/vector.h"

#include "models/vector/elements.h"
#include "models/vector/vector_command.h"
#include "models/vector/vector_rows.h"
#include "regs/vector_regs.hpp"

#include <cstring>
#include <stdexcept>

namespace stavp {

namespace {

constexpr std::uint64_t kTableBytes = 256;
constexpr std::uint64_t kLayerNormPasses = 3;

Factor factor_of(const stavp_vector_descriptor& command) {
    return {command.mult0, command.shift0};
}

bool known(std::uint32_t opcode) {
    return opcode >= STAVP_OP_VECTOR_ADD && opcode <= STAVP_OP_VECTOR_MEANPOOL;
}

} // namespace

Vector::Vector(sc_core::sc_module_name name, const VectorConfig& config, Clock clock, SyncFabric& sync,
               sc_core::sc_time register_latency)
    : QueueEngine(name,
                  {regs::vector::kTable, regs::vector::kSizeBytes, STAVP_QUEUE_REGISTERS(regs::vector),
                   regs::vector::BUSY_CYCLES},
                  clock, sync, register_latency),
      config_(config) {
    if (config.lanes == 0) throw std::invalid_argument("vector: lanes must be at least 1");
    bank.set(regs::vector::LANES, config.lanes);
}

Vector::Fault Vector::execute(const DescriptorBytes& bytes) {
    stavp_vector_descriptor command;
    std::memcpy(&command, bytes.data(), sizeof command);
    if (!known(command.header.opcode)) return QueueFault{QueueError::unknown_opcode, {}};
    if (!fields_valid(command)) return QueueFault{QueueError::bad_field, {}};
    std::vector<std::uint8_t> results;
    if (auto fault = compute(command, results)) return fault;

    const std::uint64_t pass = (std::uint64_t{command.cols} + config_.lanes - 1) / config_.lanes;
    const auto extra_rows = command.header.opcode == STAVP_OP_VECTOR_LAYERNORM ? 2 : 0;
    spend(Activity::fill_drain, extra_rows * pass + config_.pipeline_cycles);
    spend(Activity::busy, command.rows * pass);
    count_actions(command);
    return operands_.write(rows_of_y(command), results);
}

void Vector::count_actions(const stavp_vector_descriptor& command) {
    const auto bytes = [](const OperandRows& rows) { return rows.rows * rows.row_bytes; };
    const auto elements = std::uint64_t{command.rows} * command.cols;
    traffic_.read(command.a, bytes(rows_of_a(command)));
    traffic_.write(command.y, bytes(rows_of_y(command)));
    elements_ += elements;
    element_passes_ += elements;
    switch (command.header.opcode) {
    case STAVP_OP_VECTOR_ADD:
        if (command.b != 0) traffic_.read(command.b, bytes(rows_of_b(command)));
        break;
    case STAVP_OP_VECTOR_LAYERNORM:
        element_passes_ += (kLayerNormPasses - 1) * elements;
        traffic_.read(command.params, std::uint64_t{2} * command.cols);
        traffic_.read(command.params2, std::uint64_t{4} * command.cols);
        break;
    case STAVP_OP_VECTOR_LUT:
        traffic_.read(command.params, kTableBytes);
        break;
    default:
        break;
    }
}

Vector::Fault Vector::compute(const stavp_vector_descriptor& command, std::vector<std::uint8_t>& results) {
    const auto y = rows_of_y(command);
    OperandView a;
    if (auto fault = operands_.read(rows_of_a(command), a)) return fault;
    if (auto fault = operands_.check_writable(y)) return fault;
    results.resize(y.rows * y.row_bytes);
    switch (command.header.opcode) {
    case STAVP_OP_VECTOR_ADD:
        return add(command, a, results);
    case STAVP_OP_VECTOR_LAYERNORM:
        return layernorm(command, a, results);
    case STAVP_OP_VECTOR_LUT:
        return lut(command, a, results);
    case STAVP_OP_VECTOR_TRANSPOSE:
        transpose(command, a, results);
        return std::nullopt;
    default:
        meanpool(command, a, results);
        return std::nullopt;
    }
}

Vector::Fault Vector::add(const stavp_vector_descriptor& command, const OperandView& a,
                          std::vector<std::uint8_t>& results) {
    OperandView b;
    if (command.b != 0)
        if (auto fault = operands_.read(rows_of_b(command), b)) return fault;
    std::vector<std::int32_t> left(command.cols);
    std::vector<std::int32_t> right(command.cols);
    std::vector<std::int32_t> sum(command.cols);
    const auto row_bytes = rows_of_y(command).row_bytes;
    for (std::uint64_t row = 0; row < command.rows; ++row) {
        load_elements(a.row(row), command.a_type, left);
        if (command.b != 0) {
            load_elements(b.row(row), command.b_type, right);
            add_row(left, right, command.mult0, command.mult1, command.shift0, command.y_type, sum);
        } else {
            requantise_row(left, factor_of(command), command.y_type, sum);
        }
        store_elements(sum, command.y_type, results.data() + row * row_bytes);
    }
    return std::nullopt;
}

Vector::Fault Vector::layernorm(const stavp_vector_descriptor& command, const OperandView& a,
                                std::vector<std::uint8_t>& results) {
    OperandView gamma_bytes;
    OperandView beta_bytes;
    const std::uint64_t cols = command.cols;
    if (auto fault = operands_.read({command.params, 1, 2 * cols, 0}, gamma_bytes)) return fault;
    if (auto fault = operands_.read({command.params2, 1, 4 * cols, 0}, beta_bytes)) return fault;
    std::vector<std::int32_t> gamma(cols);
    std::vector<std::int32_t> beta(cols);
    load_elements(gamma_bytes.data, STAVP_I16, gamma);
    std::memcpy(beta.data(), beta_bytes.data, 4 * cols);
    const LayerNormParams params{gamma, beta, command.eps_q, factor_of(command)};

    std::vector<std::int32_t> x(cols);
    std::vector<std::int32_t> normalised(cols);
    const auto row_bytes = rows_of_y(command).row_bytes;
    for (std::uint64_t row = 0; row < command.rows; ++row) {
        load_elements(a.row(row), command.a_type, x);
        layernorm_row(x, params, command.y_type, normalised);
        store_elements(normalised, command.y_type, results.data() + row * row_bytes);
    }
    return std::nullopt;
}

Vector::Fault Vector::lut(const stavp_vector_descriptor& command, const OperandView& a,
                          std::vector<std::uint8_t>& results) {
    OperandView table;
    if (auto fault = operands_.read({command.params, 1, kTableBytes, 0}, table)) return fault;
    for (std::uint64_t row = 0; row < command.rows; ++row)
        for (std::uint64_t col = 0; col < command.cols; ++col)
            results[row * command.cols + col] = table.data[a.row(row)[col]];
    return std::nullopt;
}

void Vector::transpose(const stavp_vector_descriptor& command, const OperandView& a,
                       std::vector<std::uint8_t>& results) {
    for (std::uint64_t row = 0; row < command.rows; ++row)
        for (std::uint64_t col = 0; col < command.cols; ++col)
            results[col * command.rows + row] = a.row(row)[col];
}

void Vector::meanpool(const stavp_vector_descriptor& command, const OperandView& a,
                      std::vector<std::uint8_t>& results) {
    std::vector<std::int32_t> sums(command.cols, 0);
    std::vector<std::int32_t> values(command.cols);
    for (std::uint64_t row = 0; row < command.valid; ++row) {
        load_elements(a.row(row), command.a_type, values);
        for (std::size_t col = 0; col < sums.size(); ++col)
            sums[col] += values[col];
    }
    requantise_row(sums, factor_of(command), command.y_type, values);
    store_elements(values, command.y_type, results.data());
}

} // namespace stavp
