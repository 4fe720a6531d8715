#pragma once

#include "platform/config/platform_config.h"
#include "platform/run/console.h"
#include "platform/run/elf_program.h"
#include "platform/run/run_debugger.h"
#include "platform/run/run_result.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <optional>

namespace stavp {

/// Everything that a run needs, read and checked.
struct Job {
    config::PlatformConfig config;
    ElfProgram program;
    std::optional<workloads::Image> workload;
    std::uint64_t workload_address = 0;
    bool check = true;
    std::optional<std::uint64_t> timeout_cycles; ///< accelerator clock
    RunDebugger* debugger = nullptr;
};

/// Builds the machine and runs the program to its end. Once per process, inside sc_main.
RunResult simulate(const Job& job, Console& console);

} // namespace stavp
