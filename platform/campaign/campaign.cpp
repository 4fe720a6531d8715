#include "platform/campaign/campaign.h"

#include "platform/campaign/census.h"
#include "platform/campaign/draw_faults.h"
#include "platform/faults/fault_plan.h"
#include "platform/report/run_files.h"
#include "platform/run/input_error.h"
#include "platform/run/run_folder.h"
#include "platform/run/whole_file.h"
#include "platform/sweep/engine.h"
#include "platform/sweep/signal_watch.h"
#include "platform/sweep/tied_process.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <list>
#include <optional>

namespace stavp::faults {

namespace {

namespace fs = std::filesystem;
using sweep::TiedProcess;

constexpr std::uint64_t kGoldenRuns = 10;
constexpr std::uint64_t kFirmwareTimeouts = 20;
constexpr std::uint64_t kPsPerNs = 1000;
constexpr std::uint64_t kPsPerUs = 1'000'000;
constexpr std::chrono::seconds kLongestWait{1};

std::string id_of(std::size_t index) {
    return fmt::format("f{:04}", index + 1);
}

fs::path fault_folder(const CampaignOptions& options, std::size_t index) {
    return options.folder / "faults" / id_of(index);
}

void claim(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder) && !fs::exists(folder / "campaign.json") &&
        (!fs::is_directory(folder) || !fs::is_empty(folder)))
        throw InputError(folder.string() + ": exists and is not the folder of a campaign; nothing was overwritten");
    for (const auto* old : {"campaign.json", "results.csv", "results.jsonl", "faults", "golden"})
        fs::remove_all(folder / old, error);
    fs::create_directories(folder / "faults", error);
    if (error) throw InputError(fmt::format("{}: cannot be created: {}", folder.string(), error.message()));
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> loaded_by(const Job& job) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> loaded;
    for (const auto& segment : job.program.segments)
        if (!segment.bytes.empty()) loaded.emplace_back(segment.address, segment.bytes.size());
    loaded.emplace_back(job.workload_address, job.workload->ddr_image().size());
    return loaded;
}

/// In a process of its own: the run without faults, its folder, and the plans that are drawn from it.
void run_golden(Job job, const CampaignOptions& options, const CampaignSimulate& simulate) {
    const auto start = std::chrono::steady_clock::now();
    std::optional<Census> census;
    job.on_machine = [&](Soc& soc) { census.emplace(soc); };
    RunFolder folder(options.folder / "golden");
    auto log = folder.open("console.log");
    Console console(&log, false);
    const auto result = simulate(job, console);
    log.close();
    write_run(folder, job.config.text, result, cost_since(start));
    if (result.status != RunStatus::ok)
        throw InputError(
            fmt::format("the run without faults fails: {}: {}", stavp::name_of(result.status), result.message));
    const DrawSpace space{*census, job.config, std::max<std::uint64_t>(1, result.time_ps / kPsPerNs), loaded_by(job)};
    const auto faults = draw_faults(space, options.seed, options.faults);
    for (std::size_t i = 0; i < faults.size(); ++i) {
        fs::create_directories(fault_folder(options, i));
        write_whole(fault_folder(options, i) / "plan.yaml", plan_text({options.seed, {faults[i]}}));
    }
    write_whole(options.folder / "golden" / "cycles", std::to_string(result.cycles));
}

std::uint64_t most_cycles(const Job& job, std::uint64_t golden_cycles) {
    auto cycles = kGoldenRuns * golden_cycles;
    const auto& scheduler = job.config.scheduler;
    if (scheduler.protect) {
        const auto period_ps = Clock::from_mhz(job.config.sta_clock_mhz).period_ps();
        cycles += kFirmwareTimeouts * scheduler.timeout_us * kPsPerUs / period_ps;
    }
    return cycles;
}

/// The runs with faults, `jobs` at a time.
class Batch {
public:
    Batch(const Job& job, const CampaignOptions& options, const CampaignSimulate& simulate,
          std::vector<std::uint8_t> golden)
        : job_(job), options_(options), simulate_(simulate), golden_(std::move(golden)), rows_(options.faults) {}

    std::vector<CampaignRow> run() {
        const sweep::SignalWatch signals;
        while (next_ < options_.faults || !running_.empty()) {
            while (running_.size() < options_.jobs && next_ < options_.faults) {
                const auto index = next_++;
                running_.push_back({index, TiedProcess([this, index] { run_one(index); }, options_.timeout_seconds)});
            }
            if (const auto signal = signals.wait(time_left())) throw sweep::Interrupted{*signal};
            collect();
        }
        return std::move(rows_);
    }

private:
    struct Running {
        std::size_t index;
        TiedProcess process;
    };

    TiedProcess::Clock::duration time_left() const {
        TiedProcess::Clock::duration least = kLongestWait;
        for (const auto& running : running_)
            least = std::min(least, running.process.deadline() - TiedProcess::Clock::now());
        return least;
    }

    /// In the child.
    void run_one(std::size_t index) const {
        const auto folder = fault_folder(options_, index);
        auto job = job_;
        const PlanLimits limits{job.config, job.workload->layers().size()};
        job.faults = read_plan(folder / "plan.yaml", limits).faults;
        std::ofstream log(folder / "console.log");
        Console console(&log, false);
        auto row = row_of(simulate_(job, console), golden_);
        row.id = id_of(index);
        write_whole(folder / "row.json", row_json(row) + "\n");
    }

    void collect() {
        for (auto at = running_.begin(); at != running_.end();) {
            if (const auto ending = at->process.ended()) {
                const auto text = read_if_there(fault_folder(options_, at->index) / "row.json");
                rows_[at->index] = ending->good() && text
                                       ? read_row(*text)
                                       : ended_early(at->index, FaultOutcome::crashed, ending->describe());
            } else if (at->process.deadline() <= TiedProcess::Clock::now()) {
                at->process.kill();
                rows_[at->index] =
                    ended_early(at->index, FaultOutcome::hung,
                                fmt::format("not finished after {} s of host time", options_.timeout_seconds));
            } else {
                ++at;
                continue;
            }
            at = running_.erase(at);
        }
    }

    CampaignRow ended_early(std::size_t index, FaultOutcome outcome, const std::string& message) const {
        const PlanLimits limits{job_.config, job_.workload->layers().size()};
        const auto plan = read_plan(fault_folder(options_, index) / "plan.yaml", limits);
        CampaignRow row;
        row.id = id_of(index);
        row.kind = name_of(plan.faults.front().kind);
        row.fault = text_of(plan.faults.front());
        row.outcome = outcome;
        row.message = message;
        write_whole(fault_folder(options_, index) / "row.json", row_json(row) + "\n");
        return row;
    }

    const Job& job_;
    const CampaignOptions& options_;
    const CampaignSimulate& simulate_;
    std::vector<std::uint8_t> golden_;
    std::vector<CampaignRow> rows_;
    std::list<Running> running_;
    std::size_t next_ = 0;
};

void wait_for_golden(TiedProcess process) {
    const sweep::SignalWatch signals;
    for (;;) {
        if (const auto ending = process.ended()) {
            if (ending->good()) return;
            auto errors = ending->errors;
            while (!errors.empty() && errors.back() == '\n')
                errors.pop_back();
            throw InputError(errors.empty() ? ending->describe() : errors);
        }
        if (process.deadline() <= TiedProcess::Clock::now()) {
            process.kill();
            throw InputError("the run without faults does not end");
        }
        if (const auto signal = signals.wait(kLongestWait)) throw sweep::Interrupted{*signal};
    }
}

} // namespace

Campaign run_campaign(const Job& given, const CampaignOptions& options, const CampaignSimulate& simulate) {
    claim(options.folder);
    wait_for_golden(TiedProcess([&] { run_golden(given, options, simulate); }, options.timeout_seconds));
    Campaign campaign;
    campaign.golden_cycles = std::stoull(read_whole(options.folder / "golden" / "cycles"));
    fs::remove(options.folder / "golden" / "cycles");
    const auto output = read_whole(options.folder / "golden" / "outputs.bin");
    auto job = given;
    job.timeout_cycles = most_cycles(job, campaign.golden_cycles);
    campaign.rows = Batch(job, options, simulate, {output.begin(), output.end()}).run();
    std::string lines;
    for (const auto& row : campaign.rows)
        lines += row_json(row) + "\n";
    write_whole(options.folder / "results.jsonl", lines);
    write_whole(options.folder / "results.csv", campaign_csv(campaign));
    write_whole(options.folder / "campaign.json", campaign_json(campaign, options));
    return campaign;
}

} // namespace stavp::faults
