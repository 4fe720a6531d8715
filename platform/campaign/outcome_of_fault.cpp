#include "platform/campaign/outcome_of_fault.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace stavp::faults {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, static_cast<std::size_t>(FaultOutcome::count)> kNames = {
    "not_fired", "masked", "corrected", "retried", "reported", "hung", "silent", "crashed"};
constexpr double kPsPerNs = 1000;

std::uint64_t recovered(const RunResult& result, std::string_view event) {
    if (!result.recovery) return 0;
    const auto found = std::ranges::find_if(*result.recovery, [&](const auto& entry) { return entry.first == event; });
    return found == result.recovery->end() ? 0 : found->second;
}

std::uint64_t told(const RunResult& result) {
    std::uint64_t sum = 0;
    for (const auto& memory : result.ecc)
        sum += memory.corrected + memory.uncorrected;
    if (result.recovery)
        for (const auto& [event, count] : *result.recovery)
            sum += count;
    return sum;
}

FaultOutcome outcome_of_pass(const RunResult& result, std::span<const std::uint8_t> golden) {
    const bool right = result.output && std::ranges::equal(result.output->bytes, golden);
    if (!right) return FaultOutcome::silent;
    if (recovered(result, "retries") != 0) return FaultOutcome::retried;
    return told(result) != 0 ? FaultOutcome::corrected : FaultOutcome::masked;
}

} // namespace

std::string_view name_of(FaultOutcome outcome) {
    return kNames[static_cast<std::size_t>(outcome)];
}

FaultOutcome outcome_of(const RunResult& result, std::span<const std::uint8_t> golden) {
    switch (result.status) {
    case RunStatus::ok: {
        const auto outcome = outcome_of_pass(result, golden);
        const bool fired = std::ranges::any_of(result.faults, [](const auto& report) { return report.fired; });
        return fired || outcome == FaultOutcome::silent ? outcome : FaultOutcome::not_fired;
    }
    case RunStatus::mismatch:
        return FaultOutcome::silent;
    case RunStatus::unreadable:
    case RunStatus::firmware_error:
    case RunStatus::guest_failed:
    case RunStatus::watchdog:
        return FaultOutcome::reported;
    case RunStatus::timeout:
    case RunStatus::deadlock:
        return FaultOutcome::hung;
    case RunStatus::killed:
    case RunStatus::interrupted:
    case RunStatus::replay_differs:
    case RunStatus::internal_error:
        break;
    }
    return FaultOutcome::crashed;
}

CampaignRow row_of(const RunResult& result, std::span<const std::uint8_t> golden) {
    CampaignRow row;
    row.outcome = outcome_of(result, golden);
    for (const auto& report : result.faults) {
        row.kind = name_of(report.fault.kind);
        row.fault = text_of(report.fault);
        row.fired = report.fired;
        row.time_ns = static_cast<double>(report.time_ps) / kPsPerNs;
        row.effect = report.effect;
    }
    row.status = stavp::name_of(result.status);
    row.message = result.message;
    row.cycles = result.cycles;
    row.retries = recovered(result, "retries");
    for (const auto& memory : result.ecc) {
        row.corrected += memory.corrected;
        row.uncorrected += memory.uncorrected;
    }
    return row;
}

std::string row_json(const CampaignRow& row) {
    Json json;
    json["id"] = row.id;
    json["kind"] = row.kind;
    json["outcome"] = name_of(row.outcome);
    json["fault"] = row.fault;
    json["fired"] = row.fired;
    json["time_ns"] = row.time_ns;
    json["effect"] = row.effect;
    json["status"] = row.status;
    json["message"] = row.message;
    json["cycles"] = row.cycles;
    json["retries"] = row.retries;
    json["corrected"] = row.corrected;
    json["uncorrected"] = row.uncorrected;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

CampaignRow read_row(const std::string& text) {
    const auto json = Json::parse(text);
    CampaignRow row;
    row.id = json.at("id");
    row.kind = json.at("kind");
    const auto* name = std::ranges::find(kNames, json.at("outcome").get<std::string>());
    row.outcome = name == kNames.end() ? FaultOutcome::crashed : static_cast<FaultOutcome>(name - kNames.begin());
    row.fault = json.at("fault");
    row.fired = json.at("fired");
    row.time_ns = json.at("time_ns");
    row.effect = json.at("effect");
    row.status = json.at("status");
    row.message = json.at("message");
    row.cycles = json.at("cycles");
    row.retries = json.at("retries");
    row.corrected = json.at("corrected");
    row.uncorrected = json.at("uncorrected");
    return row;
}

} // namespace stavp::faults
