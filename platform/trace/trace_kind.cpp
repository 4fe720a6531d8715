#include "platform/trace/trace_kind.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>
#include <stdexcept>

namespace stavp::trace {

namespace {

constexpr std::array<TraceKind, 0> kKinds = {};

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
