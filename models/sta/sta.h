#pragma once

#include "models/core/queue_engine.h"
#include "models/sta/exact_gemm.h"
#include "models/sta/output_stage.h"
#include "models/sta/sta_actions.h"
#include "models/sta/sta_config.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp {

/// Largest reduction length of one product (docs/arithmetic.md: accumulation never wraps up to here).
inline constexpr std::uint32_t kStaMaxK = 32768;

/// The STA array: sparse-dense and dense-dense products of operands on chip, bias, requantisation, ReLU.
/// Arithmetic: docs/arithmetic.md. Timing rule: sta_timing.h. Operands are read at a command's start, results appear
/// at its end. Throws std::invalid_argument for a configuration without rows, columns or lanes.
class Sta : public QueueEngine {
public:
    Sta(sc_core::sc_module_name name, const StaConfig& config, Clock clock, SyncFabric& sync,
        sc_core::sc_time register_latency);

    const StaConfig& config() const { return config_; }
    /// Multiply-accumulates executed since reset; of sparse weights the kept ones only.
    std::uint64_t macs() const { return macs_; }
    const StaActions& actions() const { return actions_; }

private:
    std::optional<QueueFault> execute(const DescriptorBytes& bytes) override;
    std::optional<QueueFault> read_partial_sums(const stavp_sta_descriptor& command);
    std::optional<QueueFault> read_channels(const stavp_sta_descriptor& command);
    void count_actions(const stavp_sta_descriptor& command, const MatmulShape& shape, std::uint64_t macs);

    StaConfig config_;
    ExactGemm gemm_;
    std::uint64_t macs_ = 0;
    StaActions actions_;
    std::vector<std::int32_t> acc_;
    std::vector<Channel> channels_;
};

} // namespace stavp
