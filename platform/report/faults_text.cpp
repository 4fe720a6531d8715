#include "platform/report/faults_text.h"

#include <fmt/format.h>

namespace stavp {

namespace {

constexpr double kPsPerUs = 1e6;

std::string line_of(const faults::FaultReport& report) {
    const auto what = faults::text_of(report.fault);
    if (!report.fired) return fmt::format("fault not fired: {}\n", what);
    return fmt::format("fault fired at {:.3f} us: {}{}{}\n", static_cast<double>(report.time_ps) / kPsPerUs, what,
                       report.effect.empty() ? "" : ": ", report.effect);
}

} // namespace

std::string faults_text(const RunResult& result) {
    std::string text;
    if (result.faults.empty()) return text;
    for (const auto& report : result.faults)
        text += line_of(report);
    for (const auto& memory : result.ecc)
        if (memory.corrected + memory.uncorrected != 0)
            text += fmt::format("ecc of {}: {} corrected, {} not correctable\n", memory.memory, memory.corrected,
                                memory.uncorrected);
    return text;
}

} // namespace stavp
