#include "platform/trace/wanted_layers.h"
#include "platform/run/input_error.h"
#include "platform/trace/patterns.h"

#include "workloads/format/names.h"

#include <fmt/format.h>

namespace stavp::trace {

std::vector<bool> wanted_layers(const workloads::Image* workload, const config::TraceConfig& config) {
    Patterns patterns(config.layers);
    std::vector<bool> wanted;
    if (workload != nullptr)
        for (const auto& layer : workload->layers())
            wanted.push_back(patterns.match(workloads::name_of(layer)));
    if (const auto pattern = patterns.unmatched(); !pattern.empty())
        throw InputError(fmt::format("trace.layers: no layer is called '{}'", pattern));
    return wanted;
}

} // namespace stavp::trace
