#include "platform/cli/full_simulation.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/simulator.h"
#include "platform/energy/energy_model.h"
#include "platform/report/bottleneck_model.h"
#include "platform/report/roofline_model.h"

#include <exception>

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
    std::exception_ptr failure;
    RunResult result;
    in_simulator([&] {
        try {
            result = simulate_fully(job, console);
        } catch (...) {
            failure = std::current_exception();
        }
        return kGood;
    });
    if (failure) std::rethrow_exception(failure);
    return result;
}

} // namespace stavp::cli
