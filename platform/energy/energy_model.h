#pragma once

#include "platform/config/platform_config.h"
#include "platform/run/energy_report.h"
#include "platform/run/run_result.h"

#include <string>
#include <vector>

namespace stavp {

/// What one action costs on one platform.
struct ActionCost {
    std::string name; ///< "part.action", as in action_counts()
    double pj = 0;
    double factor = 1;
};

/// The costs of every action, from the platform's energy tables and sizes (docs/energy.md).
std::vector<ActionCost> action_costs(const config::PlatformConfig& config);

/// Energy of one 64-bit access to an SRAM of so many bytes: interpolated between the table's sizes, and continued
/// beyond them, with both scales logarithmic.
Figure sram_access(const EnergyTable& table, double bytes);

/// Sum over all counts of count x cost. Throws std::invalid_argument for a count without a cost.
EnergyReport energy_of(const Counters& counts, const std::vector<ActionCost>& costs);

/// Fills in the energy of a run and of its layers.
void add_energy(RunResult& result, const config::PlatformConfig& config);

} // namespace stavp
