#include "workloads/tasks/gloss_split.h"

#include "workloads/synth/random.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace stavp::workloads {

GlossSplit split_definitions(const std::vector<Definition>& definitions, std::uint64_t seed) {
    std::map<std::string_view, std::optional<std::size_t>> distinct; // nothing: in several classes
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        const auto [entry, added] = distinct.try_emplace(definitions[i].text, i);
        std::optional<std::size_t>& first = entry->second;
        if (!added && first && definitions[*first].noun_file != definitions[i].noun_file) first.reset();
    }
    std::vector<std::tuple<std::uint64_t, std::string_view, std::size_t>> order;
    for (const auto& [text, index] : distinct)
        if (index) order.emplace_back(Random(seed, text).next(), text, *index);
    std::sort(order.begin(), order.end());

    GlossSplit split;
    const std::size_t tests = order.size() / 10;
    for (std::size_t i = 0; i < order.size(); ++i)
        (i < tests ? split.test : split.training).push_back(std::get<2>(order[i]));
    return split;
}

} // namespace stavp::workloads
