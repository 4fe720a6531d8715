#pragma once

#include "platform/trace/tracer.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::trace {

/// One word of `--trace`.
struct TraceKind {
    std::string_view name;
    std::string_view doc;
    std::unique_ptr<Tracer> (*make)(const Context&);
    /// Throws InputError where the trace cannot be made on this computer; may be nullptr.
    void (*check)() = nullptr;
};

/// All of them, in the order of the help text.
std::span<const TraceKind> trace_kinds();

/// Each of `given` is a list of kinds with commas; in the order of trace_kinds(), each once. Throws
/// std::invalid_argument for anything else.
std::vector<const TraceKind*> parse_trace_kinds(const std::vector<std::string>& given);

/// "vcd, timeline": for messages.
std::string trace_kind_names();

} // namespace stavp::trace
