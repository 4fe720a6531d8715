#include "platform/report/summary.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPicosecondsPerNanosecond = 1000;
constexpr double kMillion = 1e6;
constexpr int kIndent = 2;

Json counters_json(const Counters& counters) {
    auto json = Json::object();
    for (const auto& [name, count] : counters)
        json[name] = count;
    return json;
}

void add_activities(Json& json, const ActivityCycles& activities) {
    constexpr auto kBusy = static_cast<std::size_t>(Activity::busy);
    json["busy"] = activities[kBusy];
    auto& stalls = json["stalls"] = Json::object();
    for (std::size_t i = 0; i < kActivityCount; ++i)
        if (i != kBusy && (activities[i] != 0 || !is_transfer_cause(static_cast<Activity>(i))))
            stalls[std::string(kActivityNames[i])] = activities[i];
}

/// What each wait was caused by, without zeros.
Json waits_json(const WaitCycles& waits) {
    auto json = Json::object();
    for (std::size_t wait = 0; wait < kActivityCount; ++wait)
        for (std::size_t cause = 0; cause < kCauseCount; ++cause)
            if (waits[wait][cause] != 0)
                json[std::string(kActivityNames[wait])][std::string(kCauseNames[cause])] = waits[wait][cause];
    return json;
}

Json share_json(const EngineShare& share) {
    Json json;
    json["cycles"] = share.cycles;
    add_activities(json, share.activities);
    json["waits"] = waits_json(share.waits);
    return json;
}

Json roofline_json(const Roofline& roofline) {
    Json json;
    json["compute_cycles"] = roofline.compute_cycles;
    json["compute_engine"] = roofline.compute_engine;
    json["memory_cycles"] = roofline.memory_cycles;
    json["memory_limit"] = roofline.memory_limit;
    json["moved_bytes"] = roofline.moved_bytes;
    json["operand_bytes"] = roofline.operand_bytes;
    json["operand_memory_cycles"] = roofline.operand_memory_cycles;
    json["bound"] = roofline.bound;
    json["reached"] = roofline.reached;
    return json;
}

Json bottleneck_json(const Bottleneck& bottleneck) {
    Json json;
    json["kind"] = bottleneck.kind;
    json["cause"] = bottleneck.cause;
    json["behind"] = bottleneck.behind.empty() ? Json(nullptr) : Json(bottleneck.behind);
    json["share"] = bottleneck.share;
    json["limit"] = bottleneck.limit;
    json["change"] = nullptr;
    if (const auto& change = bottleneck.change)
        json["change"] = {{"key", change->key}, {"from", change->from}, {"to", change->to}};
    json["predicted_saving"] = bottleneck.predicted_saving;
    return json;
}

Json energy_json(const Energy& energy) {
    return {{"pj", energy.pj}, {"low_pj", energy.low_pj}, {"high_pj", energy.high_pj}};
}

Json layer_energy_json(const EnergyReport& report) {
    auto json = energy_json(report.total);
    for (const auto& part : report.parts)
        json["parts"][part.part] = energy_json(part.energy);
    return json;
}

Json run_energy_json(const RunEnergy& energy) {
    Json json;
    json["table"] = energy.table;
    json["dram_table"] = energy.dram_table;
    json["node_nm"] = energy.node_nm;
    json["voltage_v"] = energy.voltage_v;
    json.update(layer_energy_json(energy.report));
    for (const auto& action : energy.report.actions)
        json["parts"][action.part]["actions"][action.action] = {
            {"count", action.count}, {"pj_each", action.pj_each}, {"factor", action.factor}, {"pj", action.energy.pj}};
    return json;
}

Json layer_json(const LayerReport& layer) {
    Json json;
    json["name"] = layer.name;
    json["op"] = layer.op;
    if (!layer.fused.empty()) json["fused"] = layer.fused;
    json["pattern"] = layer.on_array ? Json(pattern_of(layer)) : Json(nullptr);
    json["products"] = Json::array();
    for (const auto& product : layer.products)
        json["products"].push_back({{"count", product.count}, {"m", product.m}, {"n", product.n}, {"k", product.k}});
    json["begin_cycle"] = layer.begin_cycle;
    json["end_cycle"] = layer.end_cycle;
    json["cycles"] = layer.cycles;
    json["macs"] = layer.macs;
    json["macs_dense"] = layer.macs_dense;
    json["utilisation"] = layer.utilisation;
    json["engine"] = layer.on_array ? "sta" : "vector";
    add_activities(json, layer.activities);
    json["waits"] = waits_json(layer.waits);
    json["engines"] = Json::object();
    for (const auto& share : layer.engines)
        json["engines"][share.name] = share_json(share);
    json["dram"] = counters_json(layer.dram);
    json["bus"] = counters_json(layer.bus);
    json["host"] = counters_json(layer.host);
    json["softmax_elements"] = layer.softmax_elements;
    json["vector_elements"] = layer.vector_elements;
    if (layer.roofline) json["roofline"] = roofline_json(*layer.roofline);
    if (layer.bottleneck) json["bottleneck"] = bottleneck_json(*layer.bottleneck);
    if (layer.energy) json["energy"] = layer_energy_json(*layer.energy);
    return json;
}

Json file_json(const FileIdentity& file) {
    return {{"file", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}};
}

Json workload_json(const std::optional<WorkloadIdentity>& workload) {
    if (!workload) return nullptr;
    Json json = {{"name", workload->name},
                 {"layers", workload->layers},
                 {"sequences", workload->sequences},
                 {"seq", workload->seq}};
    json.update(file_json(workload->file));
    json["input_sha256"] = workload->input_sha256;
    return json;
}

Json check_json(const CheckReport& check) {
    if (!check.enabled) return nullptr;
    Json json;
    json["passed"] = check.passed;
    json["compared"] = check.compared;
    json["mismatches"] = check.mismatches;
    if (check.unreadable != 0) json["unreadable"] = check.unreadable;
    json["layers_through_successor"] = check.layers_through_successor;
    json["first_mismatch"] = nullptr;
    if (const auto& first = check.first_mismatch)
        json["first_mismatch"] = {{"layer", first->layer},       {"tile", {first->tile_row, first->tile_col}},
                                  {"row", first->row},           {"col", first->col},
                                  {"expected", first->expected}, {"got", first->got}};
    return json;
}

bool tells_of_ecc(const RunResult& result) {
    return std::ranges::any_of(result.ecc, [&](const auto& memory) {
        return !result.faults.empty() || memory.corrected + memory.uncorrected != 0;
    });
}

Json ecc_json(const std::vector<EccCounts>& memories) {
    auto json = Json::object();
    for (const auto& memory : memories)
        json[memory.memory] = {{"corrected", memory.corrected}, {"uncorrected", memory.uncorrected}};
    return json;
}

Json faults_json(const std::vector<faults::FaultReport>& reports) {
    auto json = Json::array();
    for (auto report : reports) {
        Json entry;
        entry["kind"] = faults::name_of(report.fault.kind);
        for (const auto& key : faults::keys_of(report.fault))
            std::visit(
                [&](const auto* member) {
                    if constexpr (requires { member->has_value(); }) {
                        if (*member) entry[std::string(key.name)] = **member;
                    } else if (!member->empty()) {
                        entry[std::string(key.name)] = *member;
                    }
                },
                key.member);
        entry["fired"] = report.fired;
        entry["time_ns"] =
            report.fired ? Json(static_cast<double>(report.time_ps) / kPicosecondsPerNanosecond) : Json(nullptr);
        if (!report.effect.empty()) entry["effect"] = report.effect;
        json.push_back(std::move(entry));
    }
    return json;
}

Json engine_json(const EngineReport& engine) {
    auto json = counters_json(engine.counters);
    if (engine.share) json.update(share_json(*engine.share));
    return json;
}

std::string_view name_of(RegisterMisuse::Kind kind) {
    switch (kind) {
    case RegisterMisuse::Kind::reserved_bits:
        return "reserved_bits";
    case RegisterMisuse::Kind::read_only:
        return "read_only";
    case RegisterMisuse::Kind::write_only:
        break;
    }
    return "write_only";
}

Json misuses_json(const RegisterMisuses& misuses) {
    Json json = {{"total", misuses.total}, {"first", Json::array()}};
    for (const auto& misuse : misuses.first)
        json["first"].push_back({{"register", misuse.name},
                                 {"address", fmt::format("{:#010x}", misuse.address)},
                                 {"kind", name_of(misuse.kind)},
                                 {"bits", fmt::format("{:#x}", misuse.bits)},
                                 {"initiator", misuse.initiator},
                                 {"pc", misuse.pc ? Json(fmt::format("{:#x}", *misuse.pc)) : Json(nullptr)},
                                 {"function", misuse.function},
                                 {"time_ns", static_cast<double>(misuse.first_ps) / kPicosecondsPerNanosecond},
                                 {"count", misuse.count}});
    return json;
}

} // namespace

std::string pattern_of(const LayerReport& layer) {
    if (!layer.on_array) return "";
    return layer.pattern_n == 0 ? "dense" : fmt::format("{}:{}", layer.pattern_n, layer.pattern_m);
}

std::string summary_json(const RunResult& result) {
    Json json;
    json["schema"] = kSummarySchema;
    json["status"] = name_of(result.status);
    json["message"] = result.message;
    json["exit_code"] = result.exit_code;
    json["cycles"] = result.cycles;
    json["time_ns"] = static_cast<double>(result.time_ps) / kPicosecondsPerNanosecond;
    json["instructions"] = result.instructions;
    json["workload"] = workload_json(result.workload);
    json["firmware"] = file_json(result.firmware);
    if (const auto& uart = result.uart)
        json["uart"] = {{"terminal", uart->terminal}, {"interactive", uart->interactive}, {"received", uart->received}};
    json["check"] = check_json(result.check);
    if (result.recovery) json["recovery"] = counters_json(*result.recovery);
    json["layers_overlap"] = result.layers_overlap;
    json["layers"] = Json::array();
    for (const auto& layer : result.layers)
        json["layers"].push_back(layer_json(layer));
    json["engines"] = Json::object();
    for (const auto& engine : result.engines)
        json["engines"][engine.name] = engine_json(engine);
    json["dram"] = counters_json(result.dram);
    json["bus"] = counters_json(result.bus);
    if (tells_of_ecc(result)) json["ecc"] = ecc_json(result.ecc);
    if (!result.faults.empty()) json["faults"] = faults_json(result.faults);
    json["register_misuses"] = misuses_json(result.misuses);
    if (result.energy) json["energy"] = run_energy_json(*result.energy);
    json["outputs"] = Json::array();
    if (const auto& output = result.output)
        json["outputs"].push_back({{"name", output->name},
                                   {"dtype", output->dtype},
                                   {"rows", output->rows},
                                   {"cols", output->cols},
                                   {"scale", output->scale},
                                   {"file", "outputs.bin"}});
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string host_json(const RunResult& result, const HostCost& cost, const RunFiles& files) {
    const auto per_second = [&](std::uint64_t count) {
        return cost.wall_seconds > 0 ? static_cast<double>(count) / cost.wall_seconds : 0.0;
    };
    Json json;
    json["wall_seconds"] = cost.wall_seconds;
    json["peak_rss_bytes"] = cost.peak_rss_bytes;
    json["mips"] = per_second(result.instructions) / kMillion;
    json["cycles_per_second"] = per_second(result.cycles);
    json["workload"] = files.workload.empty() ? Json(nullptr) : Json(files.workload.string());
    json["firmware"] = files.firmware.empty() ? Json(nullptr) : Json(files.firmware.string());
    return json.dump(kIndent) + "\n";
}

} // namespace stavp
