#pragma once

#include "platform/trace/tracer.h"

#include <memory>

namespace stavp::trace {

/// `vcd`: trace.vcd with the save file and names for GTKWave. `fst`: the same in trace.fst, by the program vcd2fst.
std::unique_ptr<Tracer> make_vcd_tracer(const Context& context);
std::unique_ptr<Tracer> make_fst_tracer(const Context& context);
/// Throws InputError where there is no vcd2fst.
void check_vcd2fst();

} // namespace stavp::trace
