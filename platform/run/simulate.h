#pragma once

#include "platform/config/platform_config.h"
#include "platform/faults/fault.h"
#include "platform/run/console.h"
#include "platform/run/elf_program.h"
#include "platform/run/run_folder.h"
#include "platform/run/run_result.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace stavp {

class GuestTerminal;
class HostStandIn;
class RunDebugger;
class Soc;
namespace trace {
struct TraceKind;
}

/// Everything that a run needs, read and checked.
struct Job {
    config::PlatformConfig config;
    ElfProgram program;
    std::optional<workloads::Image> workload;
    std::optional<WorkloadIdentity> workload_identity;
    std::uint64_t workload_address = 0;
    bool check = true;
    bool profile = false;                        ///< of the host's functions; the simulation is the same
    bool live = false;                           ///< show how the run goes on; the simulation is the same
    std::optional<std::uint64_t> timeout_cycles; ///< accelerator clock
    std::vector<const trace::TraceKind*> traces; ///< need a folder
    std::vector<faults::Fault> faults;           ///< to inject
    std::function<void(Soc&)> on_machine;        ///< called when it is built, before the simulation
    RunDebugger* debugger = nullptr;
    GuestTerminal* terminal = nullptr; ///< at the UART; none: the guest can print, and receives nothing
    HostStandIn* stand_in = nullptr;   ///< acts in place of the processor, which then executes nothing
};

/// Builds the machine and runs the program to its end, or to the signal that an Interruption notes. Once per process,
/// inside sc_main. `folder`: for traces; may be nullptr without them.
RunResult simulate(const Job& job, Console& console, RunFolder* folder);

} // namespace stavp
