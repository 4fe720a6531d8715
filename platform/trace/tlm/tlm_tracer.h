#pragma once

#include "platform/trace/tracer.h"

#include <memory>

namespace stavp::trace {

/// `--trace tlm`: transactions.tlm, every access to memory and registers. docs/tracing.md says what is in it.
std::unique_ptr<Tracer> make_tlm_tracer(const Context& context);

} // namespace stavp::trace
