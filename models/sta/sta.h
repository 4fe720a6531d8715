#pragma once

#include "models/core/queue_engine.h"
#include "models/sta/exact_gemm.h"
#include "models/sta/output_stage.h"
#include "models/sta/sta_actions.h"
#include "models/sta/sta_config.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace stavp {

/// The STA array: sparse-dense and dense-dense products of operands on chip, bias, requantisation, ReLU.
/// Arithmetic: docs/arithmetic.md. Timing rule: sta_timing.h. Operands are read at a command's start, results appear
/// at its end. Throws std::invalid_argument for a configuration without rows, columns or lanes, or with a width that is
/// none.
class Sta : public QueueEngine {
public:
    Sta(sc_core::sc_module_name name, const StaConfig& config, Clock clock, SyncFabric& sync,
        sc_core::sc_time register_latency);

    const StaConfig& config() const { return config_; }
    /// Multiply-accumulates executed since reset; of sparse weights the kept ones only.
    std::uint64_t macs() const { return macs_; }
    const StaActions& actions() const { return actions_; }
    /// Those of commands whose tag names `layer` in its upper half, whenever they ran.
    std::uint64_t macs_of_layer(std::uint32_t layer) const;

private:
    std::optional<QueueFault> execute(const DescriptorBytes& bytes) override;
    std::optional<QueueFault> read_partial_sums(const stavp_sta_descriptor& command);
    std::optional<QueueFault> read_channels(const stavp_sta_descriptor& command);
    void count_actions(const stavp_sta_descriptor& command, const MatmulShape& shape, std::uint64_t macs);
    /// Results of the output stage, from the accumulators and what the command adds or looks up.
    std::optional<QueueFault> finish(const stavp_sta_descriptor& command, std::vector<std::uint8_t>& results);
    std::optional<QueueFault> sum_with_residual(const stavp_sta_descriptor& command,
                                                std::vector<std::uint8_t>& results);

    StaConfig config_;
    ExactGemm gemm_;
    std::uint64_t macs_ = 0;
    StaActions actions_;
    std::map<std::uint32_t, std::uint64_t> macs_of_layer_;
    std::vector<std::int32_t> acc_;
    std::vector<Channel> channels_;
};

} // namespace stavp
