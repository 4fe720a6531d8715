#pragma once

#include "platform/config/platform_config.h"
#include "platform/run/elf_program.h"
#include "platform/run/run_folder.h"
#include "platform/soc/soc.h"
#include "workloads/format/image.h"

#include <cstdint>

namespace stavp::trace {

/// What a tracer sees of a run. Everything outlives the tracer.
struct Context {
    Soc& soc;
    const config::PlatformConfig& config;
    const workloads::Image* workload; ///< nullptr without one
    const ElfProgram& program;
    RunFolder& folder; ///< where its files go: RunFolder::open, written as the run goes on, at bounded memory
};

/// One kind of trace of one run. It is made when the machine is built and before the simulation; what it wants to hear
/// of, it registers with the models then. It must not change the simulation: no process, no event, no call that settles
/// an account. summary.json is the same with and without it.
class Tracer {
public:
    Tracer() = default;
    virtual ~Tracer() = default;
    Tracer(const Tracer&) = delete;
    Tracer& operator=(const Tracer&) = delete;

    /// The run has ended at `end_ps`, well or badly or by a signal; every account is closed. The files must be complete
    /// after it. Throws InputError where they could not be written.
    virtual void finish(std::uint64_t end_ps) = 0;
};

} // namespace stavp::trace
