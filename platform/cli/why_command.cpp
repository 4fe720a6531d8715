#include "platform/cli/child_run.h"
#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/share.h"
#include "platform/config/platform_config.h"
#include "platform/report/candidate_changes.h"
#include "platform/report/run_file.h"
#include "platform/report/summary_file.h"
#include "platform/report/why.h"
#include "platform/run/file_identity.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr std::size_t kChanges = 3;
constexpr std::size_t kTopLayers = 5;

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text")("run", po::value<std::string>()->value_name("OUT"),
                                                 "folder of the run (also without --run)")(
        "workload,w", po::value<std::string>()->value_name("FILE.nmw"), "where the run's workload is now")(
        "verify", "run the workload with each change, and show what it really saves")(
        "all", "show every change of one key, not the three best; with --verify each is run")(
        "layers", po::value<std::string>()->value_name("N"),
        "how many of the longest layers (default: 5)")("json", "machine-readable");
    return options;
}

/// What a run was made from.
struct Origin {
    std::filesystem::path folder;
    std::filesystem::path workload;
    std::filesystem::path firmware; ///< "" = the scheduler that comes with stavp
    std::string workload_sha256;
    std::string firmware_sha256;
    bool checked = true;
    bool is_protected = false; ///< by the firmware that comes with stavp
};

std::string text_at(const nlohmann::ordered_json& json, const char* object, const char* key) {
    if (!json.contains(object) || !json[object].is_object() || !json[object].contains(key)) return "";
    return json[object][key].is_string() ? json[object][key].get<std::string>() : "";
}

Origin origin_of(const std::filesystem::path& folder, const po::variables_map& values) {
    Origin origin;
    origin.folder = folder;
    const auto summary = read_summary(folder);
    origin.workload_sha256 = text_at(summary, "workload", "sha256");
    origin.firmware_sha256 = text_at(summary, "firmware", "sha256");
    origin.is_protected = summary.contains("recovery");
    origin.checked = summary.contains("check") && !summary["check"].is_null();
    std::ifstream in(folder / "host.json");
    const auto host = nlohmann::ordered_json::parse(in, nullptr, false);
    const auto path = [&](const char* key) {
        return host.is_object() && host.contains(key) && host[key].is_string() ? host[key].get<std::string>() : "";
    };
    origin.workload = path("workload");
    origin.firmware = path("firmware");
    if (values.count("workload") != 0) origin.workload = values["workload"].as<std::string>();
    return origin;
}

std::string quoted(const std::string& text) {
    constexpr auto kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
    std::string result;
    for (const char character : text) {
        if (character == '\'') result.append("'\\'");
        result.push_back(character);
    }
    return fmt::format("'{}'", result);
}

Arguments arguments_for(const Origin& origin, const KeyChange& change, const std::filesystem::path& out) {
    Arguments run{"-c", (origin.folder / "config.yaml").string(), "-w",
                  origin.workload.empty() ? "WORKLOAD.nmw" : origin.workload.string()};
    if (!origin.firmware.empty()) run.insert(run.end(), {"--firmware", origin.firmware.string()});
    if (!origin.checked) run.emplace_back("--no-check");
    run.insert(run.end(), {"-o", out.string(), "--set", change.key + "=" + change.to});
    return run;
}

std::string command_for(const Origin& origin, const KeyChange& change) {
    auto out = origin.folder;
    if (!out.has_filename()) out = out.parent_path();
    out += fmt::format("-{}={}", change.key, change.to);
    std::string text = "stavp run";
    for (const auto& argument : arguments_for(origin, change, out))
        text += fmt::format(" {}", quoted(argument));
    return text;
}

void check_identity(const std::filesystem::path& file, const std::string& expected, const char* what) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw InputError(
            fmt::format("{}: the run's {} cannot be read; --workload says where it is", file.string(), what));
    const std::vector<char> content{std::istreambuf_iterator<char>(in), {}};
    const auto got = identify(file, {reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}).sha256;
    if (got != expected)
        throw InputError(
            fmt::format("{}: is not the {} of the run: SHA-256 {}, expected {}", file.string(), what, got, expected));
}

/// Refuses to compare with runs of something else.
void check_origin(const Origin& origin) {
    if (origin.workload.empty())
        usage_error("why", "--verify: the run does not say where its workload is: give --workload");
    check_identity(origin.workload, origin.workload_sha256, "workload");
    check_identity(origin.firmware.empty() ? default_firmware(origin.is_protected) : origin.firmware,
                   origin.firmware_sha256, "firmware");
}

/// False if a run failed.
bool try_changes(const Origin& origin, std::vector<TriedChange>& changes) {
    check_origin(origin);
    const ScratchFolder scratch;
    const auto folder_of = [&](std::size_t i) { return scratch.path() / std::to_string(i); };
    std::vector<Arguments> runs;
    for (std::size_t i = 0; i < changes.size(); ++i)
        runs.push_back(arguments_for(origin, changes[i].predicted.change, folder_of(i)));
    const auto outcomes = run_children(runs);
    bool good = true;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto& [exit_code, errors] = outcomes[i];
        if (exit_code == kGood) {
            changes[i].cycles = read_summary(folder_of(i)).at("cycles").get<std::uint64_t>();
        } else {
            changes[i].failure = errors.substr(0, errors.find('\n'));
            good = false;
        }
    }
    return good;
}

std::vector<TriedChange> changes_of(const ChangeModel& model, const config::PlatformConfig& config,
                                    const Origin& origin, bool all) {
    std::vector<PredictedChange> predictions;
    if (all) {
        for (const auto& change : candidate_changes(config))
            predictions.push_back(model.predict(change));
        model.sort_by_saving(predictions);
    } else {
        predictions = model.best(kChanges);
    }
    std::vector<TriedChange> changes;
    for (auto& prediction : predictions) {
        auto command = command_for(origin, prediction.change);
        changes.push_back({std::move(prediction), std::move(command), {}, ""});
    }
    return changes;
}

} // namespace

int why_command(const Arguments& arguments) {
    const auto options = option_table();
    po::positional_options_description positional;
    positional.add("run", 1);
    const auto values = parse("why", arguments, options, positional);
    if (values.count("help") != 0) {
        fmt::print("usage: stavp why OUT [--verify] [--json]\n\nTells where the time of a run went, and which changes "
                   "of one key would help most.\n\n");
        std::ostringstream text;
        text << options;
        fmt::print("{}", text.str());
        return kGood;
    }
    if (values.count("run") == 0) usage_error("why", "expected the folder of a run");
    const std::filesystem::path folder = values["run"].as<std::string>();
    const auto result = read_run(folder);
    if (result.status != RunStatus::ok) {
        fmt::print(stderr, "{}: the run did not succeed: {}: {}\n", folder.string(), name_of(result.status),
                   result.message);
        return kSimulationFailed;
    }
    const auto config = config::load_platform(folder / "config.yaml", {}, share_folder() / "configs" / "dram");
    const auto origin = origin_of(folder, values);
    const ChangeModel model(result, config);
    auto explanation = explain(result, config, model);
    const bool all = values.count("all") != 0;
    bool good = true;
    if (!result.layers.empty()) explanation.changes = changes_of(model, config, origin, all);
    if (values.count("verify") != 0 && !result.layers.empty()) {
        good = try_changes(origin, explanation.changes);
        explanation.tried = true;
    }
    const auto top =
        values.count("layers") != 0 ? parse_count("why", "--layers", values["layers"].as<std::string>()) : kTopLayers;
    fmt::print("{}", values.count("json") != 0 ? why_json(explanation) : why_text(explanation, top));
    // Of all changes some may be none that this machine can have.
    return good || all ? kGood : kSimulationFailed;
}

} // namespace stavp::cli
