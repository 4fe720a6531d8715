#include "platform/campaign/campaign.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace stavp::faults {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto kOutcomes = static_cast<std::size_t>(FaultOutcome::count);
constexpr int kIndent = 2;

using Tally = std::array<std::uint64_t, kOutcomes>;

Tally tally_of(const std::vector<CampaignRow>& rows, std::string_view kind) {
    Tally tally{};
    for (const auto& row : rows)
        if (kind.empty() || row.kind == kind) ++tally[static_cast<std::size_t>(row.outcome)];
    return tally;
}

std::string line_of(std::string_view name, const Tally& tally) {
    std::uint64_t all = 0;
    auto text = fmt::format("{:<19}", name);
    for (const auto count : tally) {
        text += fmt::format(" {:>9}", count);
        all += count;
    }
    return fmt::format("{} {:>7}\n", text, all);
}

Json tally_json(const Tally& tally) {
    auto json = Json::object();
    for (std::size_t i = 0; i < kOutcomes; ++i)
        json[std::string(name_of(static_cast<FaultOutcome>(i)))] = tally[i];
    return json;
}

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const auto character : text)
        result += character == '"' ? "\"\"" : std::string(1, character);
    return result + "\"";
}

} // namespace

std::string campaign_text(const Campaign& campaign, const std::filesystem::path& folder, const std::string& command) {
    auto text = fmt::format("{:<19}", "fault");
    for (std::size_t i = 0; i < kOutcomes; ++i)
        text += fmt::format(" {:>9}", name_of(static_cast<FaultOutcome>(i)));
    text += fmt::format(" {:>7}\n", "all");
    for (const auto& kind : kind_names())
        text += line_of(kind, tally_of(campaign.rows, kind));
    text += line_of("all", tally_of(campaign.rows, ""));
    for (const auto& row : campaign.rows) {
        if (row.outcome != FaultOutcome::silent && row.outcome != FaultOutcome::crashed) continue;
        text += fmt::format("{} {}: {}\n  {} --faults {}\n", row.id, name_of(row.outcome), row.fault, command,
                            (folder / "faults" / row.id / "plan.yaml").string());
    }
    return text;
}

std::string campaign_json(const Campaign& campaign, const CampaignOptions& options) {
    Json json;
    json["schema"] = 1;
    json["seed"] = options.seed;
    json["faults"] = campaign.rows.size();
    json["golden_cycles"] = campaign.golden_cycles;
    json["outcomes"] = tally_json(tally_of(campaign.rows, ""));
    for (const auto& kind : kind_names())
        json["kinds"][kind] = tally_json(tally_of(campaign.rows, kind));
    json["silent"] = Json::array();
    for (const auto& row : campaign.rows)
        if (row.outcome == FaultOutcome::silent) json["silent"].push_back(row.id);
    return json.dump(kIndent) + "\n";
}

std::string campaign_csv(const Campaign& campaign) {
    std::string text =
        "id,kind,outcome,fired,time_ns,status,cycles,retries,corrected,uncorrected,fault,effect,message\n";
    for (const auto& row : campaign.rows)
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", row.id, row.kind, name_of(row.outcome),
                            row.fired, row.time_ns, row.status, row.cycles, row.retries, row.corrected, row.uncorrected,
                            quoted(row.fault), quoted(row.effect), quoted(row.message));
    return text;
}

} // namespace stavp::faults
