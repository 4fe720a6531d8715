#pragma once

#include "platform/trace/tracer.h"

#include <memory>

namespace stavp::trace {

/// `--trace timeline`: timeline.json, in Chrome's Trace Event Format. docs/tracing.md says what is in it.
std::unique_ptr<Tracer> make_timeline_tracer(const Context& context);

} // namespace stavp::trace
