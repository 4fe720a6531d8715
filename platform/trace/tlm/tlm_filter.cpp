#include "platform/trace/tlm/tlm_filter.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fnmatch.h>
#include <map>

namespace stavp::trace {

namespace {

constexpr auto kNever = ~std::uint64_t{0};

bool matches(const std::string& pattern, const std::string& name) {
    return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

/// Which of `names` are wanted. A pattern that fits none is a mistake.
std::vector<bool> chosen(const std::vector<std::string>& patterns, const std::vector<std::string>& names,
                         const char* what) {
    std::vector<bool> result(names.size(), patterns.empty());
    for (const auto& pattern : patterns) {
        bool found = false;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!matches(pattern, names[i])) continue;
            found = result[i] = true;
        }
        if (!found)
            throw InputError(fmt::format("no {} '{}' in the trace; there are {}", what, pattern,
                                         fmt::join(names, ", ")));
    }
    return result;
}

} // namespace

bool touches(const TlmAccess& access, std::uint64_t first, std::uint64_t last) {
    if (access.row_bytes == 0) return false;
    const auto overlaps = [&](std::uint64_t begin) { return begin <= last && begin + (access.row_bytes - 1) >= first; };
    for (std::uint64_t row = 0; row < access.rows; ++row)
        if (overlaps(access.address + row * access.stride)) return true;
    return false;
}

TlmFilter::TlmFilter(const TlmQuery& query, TlmReader& reader)
    : query_(query), initiators_(chosen(query.initiators, reader.names().initiators, "initiator")) {
    std::vector<std::string> names;
    for (const auto& target : reader.names().targets)
        names.push_back(target.name);
    names.emplace_back("none");
    targets_ = chosen(query.targets, names, "target");
    if (query.layer) find_layers(reader);
}

void TlmFilter::find_layers(TlmReader& reader) {
    const auto wanted = chosen({*query_.layer}, reader.names().layers, "layer");
    std::map<std::uint32_t, std::uint64_t> begun;
    while (const auto record = reader.next()) {
        const auto* marker = std::get_if<TlmMarker>(&*record);
        if (marker == nullptr || marker->layer >= wanted.size() || !wanted[marker->layer]) continue;
        if (marker->begins) {
            begun[marker->layer] = marker->time_ps;
        } else if (const auto begin = begun.find(marker->layer); begin != begun.end()) {
            layers_.push_back({begin->second, marker->time_ps});
            begun.erase(begin);
        }
    }
    for (const auto& [layer, begin_ps] : begun)
        layers_.push_back({begin_ps, kNever});
    reader.rewind();
}

bool TlmFilter::wants_command(const TlmAccess& access) const {
    if (!query_.command) return true;
    if (*query_.command == "write") return access.write;
    return !access.write && access.fetch == (*query_.command == "fetch");
}

bool TlmFilter::wants_status(const TlmAccess& access) const {
    if (!query_.status) return true;
    return *query_.status == "error" ? access.status != TlmStatus::ok : name_of(access.status) == *query_.status;
}

bool TlmFilter::wants_time(const TlmAccess& access) const {
    if (query_.from_ps && access.end_ps < *query_.from_ps) return false;
    if (query_.to_ps && access.begin_ps > *query_.to_ps) return false;
    return !query_.layer || std::any_of(layers_.begin(), layers_.end(), [&](const Span& span) {
        return access.begin_ps >= span.begin_ps && access.begin_ps < span.end_ps;
    });
}

bool TlmFilter::wants(const TlmAccess& access) const {
    if (!initiators_[access.initiator]) return false;
    if (!targets_[access.target == TlmAccess::kNoTarget ? targets_.size() - 1 : access.target]) return false;
    if (query_.path && name_of(access.path) != *query_.path) return false;
    if (query_.addresses && !touches(access, query_.addresses->first, query_.addresses->second)) return false;
    return wants_command(access) && wants_status(access) && wants_time(access);
}

} // namespace stavp::trace
