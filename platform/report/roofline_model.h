#pragma once

#include "platform/config/platform_config.h"
#include "platform/run/run_result.h"

namespace stavp {

/// Peak rates of a platform, per cycle of the accelerator's clock.
struct PeakRates {
    double macs = 0;
    double softmax_elements = 0;
    double vector_elements = 0;
    double ddr_bytes = 0;
    double bus_bytes = 0; ///< of the DMA's port: every byte from or to DDR passes it once in each direction
};

PeakRates peak_rates(const config::PlatformConfig& config);
Roofline roofline_of(const LayerReport& layer, const PeakRates& rates);
/// Fills in the roofline of each layer.
void add_rooflines(RunResult& result, const config::PlatformConfig& config);
/// One line per layer.
std::string roofline_table(const RunResult& result);

} // namespace stavp
