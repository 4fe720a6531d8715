#include "platform/replay/expected_interrupts.h"

#include <fmt/format.h>

namespace stavp::replay {

namespace {

std::string describe(const std::string& name, bool level) {
    return fmt::format("irq.{} {}", name, level ? "rises" : "falls");
}

} // namespace

ExpectedInterrupts::ExpectedInterrupts(std::span<const trace::MmioLine> lines, unsigned first_line) {
    for (auto number = first_line; const auto& line : lines) {
        if (line.kind == trace::MmioKind::interrupt)
            wires_[line.initiator].changes.push_back({line.begin_ps, line.data.front() != 0, number});
        ++number;
    }
}

std::optional<ExpectedInterrupts::Difference> ExpectedInterrupts::changes(const std::string& name, bool level,
                                                                          std::uint64_t time_ps) {
    ++seen_;
    auto& wire = wires_[name];
    if (wire.next == wire.changes.size())
        return Difference{0,
                          fmt::format("{} at {} ps, and the trace has no such change", describe(name, level), time_ps)};
    const auto& expected = wire.changes[wire.next++];
    if (expected.level == level && expected.time_ps == time_ps) return std::nullopt;
    return Difference{expected.line,
                      fmt::format("expected {} at {} ps, got {} at {} ps", describe(name, expected.level),
                                  expected.time_ps, describe(name, level), time_ps)};
}

std::optional<ExpectedInterrupts::Difference> ExpectedInterrupts::missing() const {
    std::optional<Difference> first;
    for (const auto& [name, wire] : wires_) {
        if (wire.next == wire.changes.size()) continue;
        const auto& change = wire.changes[wire.next];
        if (first && first->line < change.line) continue;
        first = Difference{change.line, fmt::format("expected {} at {} ps, which did not come",
                                                    describe(name, change.level), change.time_ps)};
    }
    return first;
}

} // namespace stavp::replay
