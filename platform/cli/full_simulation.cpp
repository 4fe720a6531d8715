#include "platform/cli/full_simulation.h"
#include "platform/cli/simulator.h"
#include "platform/energy/energy_model.h"
#include "platform/report/bottleneck_model.h"
#include "platform/report/roofline_model.h"

namespace stavp::cli {

RunResult simulate_fully(const Job& job, Console& console, RunFolder* folder) {
    auto result = simulate(job, console, folder);
    add_energy(result, job.config);
    add_rooflines(result, job.config);
    add_bottlenecks(result, job.config);
    console.finish();
    return result;
}

RunResult start_and_simulate(const Job& job, Console& console) {
    RunResult result;
    in_simulator([&] { result = simulate_fully(job, console); });
    return result;
}

} // namespace stavp::cli
