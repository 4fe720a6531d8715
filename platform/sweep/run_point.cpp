#include "platform/sweep/run_point.h"
#include "platform/report/run_files.h"
#include "platform/run/input_error.h"
#include "platform/run/placement.h"
#include "platform/run/run_folder.h"
#include "platform/run/whole_file.h"
#include "platform/soc/memory_map.h"
#include "platform/sweep/config_identity.h"
#include "platform/sweep/digest.h"
#include "platform/sweep/row_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;

/// What a cached point consists of; all but host.json are equal in equal runs.
constexpr std::array kCachedFiles = {"config.yaml", "console.log", "host.json", "outputs.bin", "summary.json"};

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

config::PlatformConfig read_config(const PlannedPoint& planned, const PointContext& context) {
    return config::load_platform(context.plan.platform, planned.point.overrides, context.installation.configs / "dram");
}

Job make_job(const PlannedPoint& planned, const PointContext& context, WorkloadShelf& shelf,
             config::PlatformConfig config) {
    Job job;
    job.config = std::move(config);
    const MemoryRange ddr{"DDR", memory_map::kDdr, job.config.ddr.bytes};
    const auto& installation = context.installation;
    job.program = load_elf(job.config.scheduler.protect ? installation.protected_firmware : installation.firmware, ddr);
    auto& book = shelf.get(context.folder.workload(planned.workload));
    job.workload = std::move(book.image);
    job.workload_identity = std::move(book.identity);
    job.workload_address = place_workload(*job.workload, planned.point.workload.name, job.program, ddr);
    job.timeout_cycles = context.plan.timeout_cycles;
    return job;
}

std::string input_of(const RunPlan& plan, std::string_view name) {
    for (const auto& [input, digest] : plan.inputs)
        if (input == name) return digest;
    return "";
}

std::string cache_key(const PlannedPoint& planned, const PointContext& context, const config::PlatformConfig& config) {
    const auto& plan = context.plan;
    const auto* firmware = config.scheduler.protect ? "protected firmware" : "firmware";
    return digest_of(fmt::format("point 1\n{}\n{}\n{}\n{}\n{}", planned.workload, input_of(plan, firmware),
                                 input_of(plan, "stavp"), plan.timeout_cycles.value_or(0), identity_of(config)));
}

} // namespace

void keep_console(const fs::path& folder) {
    std::error_code ignored;
    fs::rename(folder / "console.log.tmp", folder / "console.log", ignored);
    std::vector<fs::path> torn;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().extension() == ".tmp") torn.push_back(entry.path());
    for (const auto& file : torn)
        fs::remove(file, ignored);
}

namespace {

void simulate_into(const fs::path& folder_path, const Job& job, const Simulate& simulate) {
    const auto start = std::chrono::steady_clock::now();
    RunFolder folder(folder_path);
    auto log = folder.open("console.log");
    log << std::unitbuf; // a point that is killed leaves what its guest has printed
    Console console(&log, false);
    try {
        const auto result = simulate(job, console);
        log.close();
        write_run(folder, job.config.text, result, cost_since(start));
    } catch (...) {
        keep_console(folder_path);
        throw;
    }
}

PointFiles files_of(const fs::path& folder) {
    PointFiles files;
    for (const auto* name : kCachedFiles)
        if (fs::exists(folder / name)) files.emplace_back(name, read_whole(folder / name));
    return files;
}

void put_files(const fs::path& folder, const PointFiles& files) {
    for (const auto& [name, content] : files)
        write_whole(folder / name, content);
}

void fill(Row& row, const fs::path& folder, const PlannedPoint& planned, const PointContext& context,
          const config::PlatformConfig& config) {
    const auto summary = nlohmann::ordered_json::parse(read_whole(folder / "summary.json"));
    const auto status = summary.at("status").get<std::string>();
    if (row.pattern.empty()) row.pattern = pattern_of_run(summary);
    if (status == name_of(stavp::RunStatus::ok)) {
        row.metrics = metrics_of(summary, config, context.area, planned.point.workload.accuracy);
        return;
    }
    const auto message = summary.at("message").get<std::string>();
    const bool timed_out = status == name_of(stavp::RunStatus::timeout);
    row.status = timed_out ? RowStatus::timed_out : RowStatus::failed;
    row.reason = one_line(timed_out ? message : fmt::format("{}: {}", status, message));
}

/// False if the inputs are unusable; the row says why.
bool prepare(Row& row, const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const InputError& error) {
        row.reason = one_line(error.what());
    } catch (const config::ConfigError& error) {
        row.reason = one_line(error.what());
    } catch (const workloads::FormatError& error) {
        row.reason = one_line(error.what());
    }
    row.status = RowStatus::refused;
    return false;
}

} // namespace

Row blank_row(const PlannedPoint& planned) {
    Row row;
    row.id = planned.point.id;
    row.columns = planned.point.columns;
    row.workload = planned.point.workload.name;
    row.pattern = planned.point.workload.pattern;
    row.metrics = no_metrics();
    return row;
}

void run_point(const PlannedPoint& planned, const PointContext& context, WorkloadShelf& shelf) {
    auto row = blank_row(planned);
    const auto folder = context.folder.point(row.id);
    fs::remove_all(folder);
    fs::create_directories(folder);
    config::PlatformConfig config;
    if (!prepare(row, [&] { config = read_config(planned, context); })) return write_row(context.folder, row);
    std::string key;
    std::optional<PointFiles> cached;
    if (context.cache) {
        key = cache_key(planned, context, config);
        cached = context.cache->find_point(key);
    }
    if (cached) {
        put_files(folder, *cached);
    } else {
        Job job;
        if (!prepare(row, [&] { job = make_job(planned, context, shelf, config); }))
            return write_row(context.folder, row);
        simulate_into(folder, job, context.simulate);
    }
    fill(row, folder, planned, context, config);
    if (context.cache && !cached && row.status == RowStatus::ok) context.cache->keep_point(key, files_of(folder));
    write_row(context.folder, row);
}

} // namespace stavp::sweep
