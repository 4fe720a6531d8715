#include "models/sta/sta.h"

#include "models/sta/sta_timing.h"
#include "regs/sta_regs.hpp"

#include <bit>
#include <cstring>
#include <stdexcept>

namespace stavp {

namespace {

constexpr unsigned kTagLayerShift = 16;

bool has(const stavp_sta_descriptor& command, std::uint32_t flag) {
    return (command.header.flags & flag) != 0;
}

MatmulShape shape_of(const stavp_sta_descriptor& command) {
    MatmulShape shape;
    shape.m = command.m;
    shape.n = command.n;
    shape.k = command.k;
    shape.pattern_n = command.pattern_n;
    shape.pattern_m = command.pattern_m;
    shape.positions = command.positions == STAVP_POSITIONS_INDEX ? Positions::index : Positions::bitmap;
    shape.result_bytes = element_bytes_of(command.y_type);
    shape.partial_sum_in = has(command, STAVP_STA_PSUM_IN);
    shape.x_bytes = has(command, STAVP_STA_X_INT16) ? 2 : 1;
    shape.w_bytes = has(command, STAVP_STA_W_INT16) ? 2 : 1;
    shape.residual_bytes = has(command, STAVP_STA_RESIDUAL) ? element_bytes_of(command.residual_type) : 0;
    return shape;
}

ResidualSum sum_of(const stavp_sta_descriptor& command) {
    return {command.product_mult, command.residual_mult, command.sum_shift, command.product_type,
            command.residual_type};
}

bool stride_covers(std::uint64_t stride, std::uint64_t row_bytes, std::uint64_t rows) {
    return rows < 2 || stride >= row_bytes;
}

bool inline_requantise(const stavp_sta_descriptor& command) {
    return has(command, STAVP_STA_INLINE_REQUANT);
}

bool second_stage_valid(const stavp_sta_descriptor& command, const MatmulShape& shape) {
    const bool table = has(command, STAVP_STA_LUT);
    const bool residual = has(command, STAVP_STA_RESIDUAL);
    if (table && (residual || command.y_type != STAVP_I8)) return false;
    if (!residual) return true;
    return command.y_type != STAVP_I32 && sum_of(command).valid() &&
           stride_covers(command.operand2_stride, std::uint64_t{shape.residual_bytes} * shape.n, shape.m);
}

bool fields_valid(const stavp_sta_descriptor& command, const MatmulShape& shape) {
    if (shape.m == 0 || shape.n == 0 || shape.k == 0 || shape.k > kStaMaxK || shape.result_bytes == 0) return false;
    if (command.positions > STAVP_POSITIONS_INDEX) return false;
    if (shape.x_bytes == 2 && has(command, STAVP_STA_X_UNSIGNED)) return false;
    if (shape.sparse()) {
        const auto group = shape.pattern_m;
        if (group < 2 || group > 32 || !std::has_single_bit(group) || shape.pattern_n > group) return false;
    }
    if (command.y_type != STAVP_I32 && inline_requantise(command) && !Factor{command.mult, command.shift}.valid())
        return false;
    return second_stage_valid(command, shape) && stride_covers(command.x_stride, shape.x_row_bytes(), shape.m) &&
           stride_covers(command.w_stride, shape.value_row_bytes(), shape.n) &&
           stride_covers(command.map_stride, shape.map_row_bytes(), shape.n) &&
           (!shape.partial_sum_in || stride_covers(command.psum_stride, std::uint64_t{4} * shape.n, shape.m)) &&
           stride_covers(command.y_stride, std::uint64_t{shape.result_bytes} * shape.n, shape.m);
}

StaConfig checked(const StaConfig& config) {
    if (config.rows == 0 || config.cols == 0 || config.lanes == 0)
        throw std::invalid_argument("sta: rows, cols and lanes must be at least 1");
    if (config.selector_width != 0 && !std::has_single_bit(config.selector_width))
        throw std::invalid_argument("sta: selector_width must be 0 or a power of two");
    if (config.multiplier_bits != 8 && config.multiplier_bits != 16)
        throw std::invalid_argument("sta: multiplier_bits must be 8 or 16");
    return config;
}

} // namespace

Sta::Sta(sc_core::sc_module_name name, const StaConfig& config, Clock clock, SyncFabric& sync,
         sc_core::sc_time register_latency)
    : QueueEngine(name,
                  {regs::sta::kTable, regs::sta::kSizeBytes, STAVP_QUEUE_REGISTERS(regs::sta), regs::sta::BUSY_CYCLES},
                  clock, sync, register_latency),
      config_(checked(config)) {
    bank.set(regs::sta::ROWS, config.rows);
    bank.set(regs::sta::COLS, config.cols);
    bank.set(regs::sta::LANES, config.lanes);
    bank.set(regs::sta::MAX_K, kStaMaxK);
    bank.set(regs::sta::SELECTOR_WIDTH, config.selector_width);
    bank.set(regs::sta::MULTIPLIER_BITS, config.multiplier_bits);
    bank.set(regs::sta::FEATURES,
             (config.dataflow == Dataflow::weight_stationary ? regs::sta::FEATURES_WEIGHT_STATIONARY : 0) |
                 (config.fold_overlap ? regs::sta::FEATURES_FOLD_OVERLAP : 0));
    bank.on_read(regs::sta::MACS, [this](std::size_t) { return macs_; });
}

std::uint64_t Sta::macs_of_layer(std::uint32_t layer) const {
    const auto found = macs_of_layer_.find(layer);
    return found == macs_of_layer_.end() ? 0 : found->second;
}

std::optional<QueueFault> Sta::read_partial_sums(const stavp_sta_descriptor& command) {
    OperandView psum;
    const auto row_bytes = std::uint64_t{4} * command.n;
    if (auto fault = operands_.read({command.psum, command.m, row_bytes, command.psum_stride}, psum)) return fault;
    for (std::uint64_t row = 0; row < command.m; ++row) {
        for (std::uint64_t col = 0; col < command.n; ++col) {
            std::uint32_t value = 0;
            std::memcpy(&value, psum.row(row) + 4 * col, sizeof value);
            auto& sum = acc_[row * command.n + col];
            sum = static_cast<std::int32_t>(static_cast<std::uint32_t>(sum) + value);
        }
    }
    return std::nullopt;
}

std::optional<QueueFault> Sta::read_channels(const stavp_sta_descriptor& command) {
    if (command.y_type == STAVP_I32) return std::nullopt;
    if (inline_requantise(command)) {
        channels_.assign(command.n, Channel{0, {command.mult, command.shift}});
        return std::nullopt;
    }
    OperandView records;
    if (auto fault = operands_.read({command.params, 1, command.n * kChannelRecordBytes, 0}, records)) return fault;
    if (!decode_channels(records.data, command.n, channels_)) return QueueFault{QueueError::bad_field, {}};
    return std::nullopt;
}

void Sta::count_actions(const stavp_sta_descriptor& command, const MatmulShape& shape, std::uint64_t macs) {
    const auto traffic = operand_traffic(config_, shape);
    const auto outputs = std::uint64_t{shape.m} * shape.n;
    traffic_.read(command.x, traffic.activations);
    traffic_.read(command.w, traffic.weights);
    traffic_.write(command.y, outputs * shape.result_bytes);
    if (shape.partial_sum_in) traffic_.read(command.psum, outputs * sizeof(std::int32_t));
    if (command.y_type != STAVP_I32) {
        actions_.requantised += outputs;
        if (!inline_requantise(command)) traffic_.read(command.params, command.n * kChannelRecordBytes);
    }
    if (has(command, STAVP_STA_LUT)) traffic_.read(command.operand2, kTableBytes);
    if (has(command, STAVP_STA_RESIDUAL)) {
        actions_.requantised += outputs;
        traffic_.read(command.operand2, outputs * element_bytes_of(sum_of(command).residual_type));
    }
    actions_.byte_products += macs * shape.x_bytes * shape.w_bytes;
    actions_.selector_levels += macs * selector_levels(config_, shape);
}

std::optional<QueueFault> Sta::finish(const stavp_sta_descriptor& command, std::vector<std::uint8_t>& results) {
    if (command.y_type == STAVP_I32) {
        results.resize(acc_.size() * sizeof(std::int32_t));
        std::memcpy(results.data(), acc_.data(), results.size());
        return std::nullopt;
    }
    const bool residual = has(command, STAVP_STA_RESIDUAL);
    write_outputs(acc_, channels_, has(command, STAVP_STA_RELU), residual ? command.product_type : command.y_type,
                  results);
    if (residual) return sum_with_residual(command, results);
    if (!has(command, STAVP_STA_LUT)) return std::nullopt;
    OperandView table;
    if (auto fault = operands_.read({command.operand2, 1, kTableBytes, 0}, table)) return fault;
    look_up({table.data, kTableBytes}, results);
    return std::nullopt;
}

std::optional<QueueFault> Sta::sum_with_residual(const stavp_sta_descriptor& command,
                                                 std::vector<std::uint8_t>& results) {
    const auto sum = sum_of(command);
    const auto row_bytes = [&](unsigned type) { return std::uint64_t{element_bytes_of(type)} * command.n; };
    OperandView residual;
    if (auto fault = operands_.read(
            {command.operand2, command.m, row_bytes(sum.residual_type), command.operand2_stride}, residual))
        return fault;
    std::vector<std::uint8_t> sums(command.m * row_bytes(command.y_type));
    for (std::uint64_t row = 0; row < command.m; ++row)
        add_residual(sum, results.data() + row * row_bytes(sum.product_type), residual.row(row), command.n,
                     command.y_type, sums.data() + row * row_bytes(command.y_type));
    results.swap(sums);
    return std::nullopt;
}

std::optional<QueueFault> Sta::execute(const DescriptorBytes& bytes) {
    stavp_sta_descriptor command;
    std::memcpy(&command, bytes.data(), sizeof command);
    if (command.header.opcode != STAVP_OP_STA_MATMUL) return QueueFault{QueueError::unknown_opcode, {}};
    const auto shape = shape_of(command);
    if (!fields_valid(command, shape)) return QueueFault{QueueError::bad_field, {}};

    OperandView x;
    OperandView w;
    OperandView map;
    const OperandRows y{command.y, shape.m, std::uint64_t{shape.result_bytes} * shape.n, command.y_stride};
    if (auto fault = operands_.read({command.x, shape.m, shape.x_row_bytes(), command.x_stride}, x)) return fault;
    if (auto fault = operands_.read({command.w, shape.n, shape.value_row_bytes(), command.w_stride}, w)) return fault;
    if (shape.sparse())
        if (auto fault = operands_.read({command.map, shape.n, shape.map_row_bytes(), command.map_stride}, map))
            return fault;
    if (auto fault = operands_.check_writable(y)) return fault;
    if (auto fault = read_channels(command)) return fault;

    MatmulOperands operands;
    operands.x = x.data;
    operands.x_stride = x.stride;
    operands.x_unsigned = has(command, STAVP_STA_X_UNSIGNED);
    operands.w = w.data;
    operands.w_stride = w.stride;
    operands.map = map.data;
    operands.map_stride = map.stride;
    const auto macs = gemm_.multiply(shape, operands, acc_);
    if (shape.partial_sum_in)
        if (auto fault = read_partial_sums(command)) return fault;

    std::vector<std::uint8_t> results;
    if (auto fault = finish(command, results)) return fault;

    const auto cycles = sta_cycles(config_, shape);
    spend(Activity::fill_drain, cycles.fill_drain);
    spend(Activity::operand_port, cycles.operand_port);
    spend(Activity::busy, cycles.busy);
    spend(Activity::result_port, cycles.result_port);
    macs_ += macs;
    count_actions(command, shape, macs);
    macs_of_layer_[command.header.tag >> kTagLayerShift] += macs;
    return operands_.write(y, results);
}

} // namespace stavp
