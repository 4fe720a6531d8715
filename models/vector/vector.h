#pragma once

#include "models/core/queue_engine.h"
#include "models/vector/vector_config.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp {

/// Longest row of LAYERNORM and most rows of MEANPOOL (docs/arithmetic.md).
inline constexpr std::uint32_t kMaxLayerNormCols = 8192;
inline constexpr std::uint32_t kMaxMeanPoolRows = 32768;

/// The vector unit: residual add, requantise, LayerNorm, table look-up, transpose, mean over rows; on chip.
///
/// Timing rule: one pass over the rows x cols matrix a takes rows * ceil(cols / lanes) cycles, which are busy.
/// LAYERNORM makes three (mean, variance, normalise) pipelined over rows: (rows + 2) * ceil(cols / lanes), the two rows
/// more being fill_drain. pipeline_cycles more, fill_drain, for every command. The buffers' ports are as wide as
/// the lanes. Operands are read at a command's start, results appear at its end.
class Vector : public QueueEngine {
public:
    /// Throws std::invalid_argument for 0 lanes.
    Vector(sc_core::sc_module_name name, const VectorConfig& config, Clock clock, SyncFabric& sync,
           sc_core::sc_time register_latency);

    /// Elements of `a`, of all commands; and times the passes over them: three of LAYERNORM, one of everything else.
    std::uint64_t elements() const { return elements_; }
    std::uint64_t element_passes() const { return element_passes_; }

private:
    using Fault = std::optional<QueueFault>;
    std::optional<QueueFault> execute(const DescriptorBytes& bytes) override;
    /// Computes all results, without gaps, from operands in memory.
    Fault compute(const stavp_vector_descriptor& command, std::vector<std::uint8_t>& results);
    Fault add(const stavp_vector_descriptor& command, const OperandView& a, std::vector<std::uint8_t>& results);
    Fault layernorm(const stavp_vector_descriptor& command, const OperandView& a, std::vector<std::uint8_t>& results);
    Fault lut(const stavp_vector_descriptor& command, const OperandView& a, std::vector<std::uint8_t>& results);
    void transpose(const stavp_vector_descriptor& command, const OperandView& a, std::vector<std::uint8_t>& results);
    void meanpool(const stavp_vector_descriptor& command, const OperandView& a, std::vector<std::uint8_t>& results);

    void count_actions(const stavp_vector_descriptor& command);

    VectorConfig config_;
    std::uint64_t elements_ = 0;
    std::uint64_t element_passes_ = 0;
};

} // namespace stavp
