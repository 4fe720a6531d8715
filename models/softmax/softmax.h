#pragma once

#include "models/core/queue_engine.h"
#include "models/softmax/softmax_config.h"
#include "models/softmax/softmax_rows.h"

#include <cstdint>
#include <optional>

namespace stavp {

/// The softmax unit: rows of int16 scores on chip to rows of uint8 probabilities, with masks.
///
/// Timing rule: `passes` passes over a row (SoftmaxConfig), each ceil(cols / lanes) cycles, on hardware of their own
/// and so pipelined over rows: (rows + passes - 1) * ceil(cols / lanes) + pipeline_cycles. rows * ceil(cols / lanes) of
/// them are busy, the rest fill_drain. Masked columns take their cycles; the buffers' ports are as wide as the lanes.
/// Operands are read at a command's start, results appear at its end.
class Softmax : public QueueEngine {
public:
    /// Throws std::invalid_argument for 0 lanes and for passes other than 2 or 3.
    Softmax(sc_core::sc_module_name name, const SoftmaxConfig& config, Clock clock, SyncFabric& sync,
            sc_core::sc_time register_latency);

    /// Scores turned into probabilities, masked ones included.
    std::uint64_t elements() const { return elements_; }

private:
    std::optional<QueueFault> execute(const DescriptorBytes& bytes) override;

    SoftmaxConfig config_;
    SoftmaxRows rows_;
    std::uint64_t elements_ = 0;
};

} // namespace stavp
