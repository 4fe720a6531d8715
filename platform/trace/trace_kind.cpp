#include "platform/trace/trace_kind.h"
#include "platform/trace/mmio/mmio_tracer.h"
#include "platform/trace/timeline/timeline_tracer.h"
#include "platform/trace/tlm/tlm_tracer.h"
#include "platform/trace/vcd_tracer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>
#include <stdexcept>

namespace stavp::trace {

namespace {

constexpr std::array kKinds = {
    TraceKind{"vcd", "signals of the whole machine for a wave viewer: trace.vcd and trace.gtkw", make_vcd_tracer},
    TraceKind{"fst", "the same, packed: trace.fst and trace.fst.gtkw", make_fst_tracer, check_vcd2fst},
    TraceKind{"timeline", "engines, DMA, DRAM, host and layers over time, for Perfetto: timeline.json",
              make_timeline_tracer},
    TraceKind{"tlm", "every access to memory and registers, for stavp trace query: transactions.tlm", make_tlm_tracer},
    TraceKind{"mmio", "every register access as a line of text, for stavp replay: registers.mmio", make_mmio_tracer},
};

} // namespace

std::span<const TraceKind> trace_kinds() {
    return kKinds;
}

std::string trace_kind_names() {
    std::string names;
    for (const auto& kind : kKinds)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", kind.name);
    return names;
}

std::vector<const TraceKind*> parse_trace_kinds(const std::vector<std::string>& given) {
    std::vector<std::string> words;
    for (const auto& list : given) {
        std::istringstream in(list + ',');
        for (std::string word; std::getline(in, word, ',');)
            words.push_back(word);
    }
    for (const auto& word : words)
        if (std::none_of(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return kind.name == word; }))
            throw std::invalid_argument(fmt::format("unknown trace '{}'; there are {}", word, trace_kind_names()));
    std::vector<const TraceKind*> chosen;
    for (const auto& kind : kKinds)
        if (std::find(words.begin(), words.end(), kind.name) != words.end()) chosen.push_back(&kind);
    return chosen;
}

} // namespace stavp::trace
