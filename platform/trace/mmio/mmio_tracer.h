#pragma once

#include "platform/trace/tracer.h"

#include <memory>
#include <string>

namespace stavp::trace {

inline constexpr auto kMmioFile = "registers.mmio";

/// `--trace mmio`: registers.mmio, every register access as a line of text, with what `stavp replay` needs beside them.
/// docs/mmio-trace.md has the format.
std::unique_ptr<Tracer> make_mmio_tracer(const Context& context);

/// SHA-256 of the effective configuration without its trace section.
std::string machine_sha256(const config::PlatformConfig& config);

} // namespace stavp::trace
