#include "platform/sweep/run_sweep.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"
#include "platform/sweep/progress_line.h"
#include "platform/sweep/results_table.h"
#include "platform/sweep/row_file.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;

constexpr int kIndent = 2;

std::string join(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines)
        text += (text.empty() ? "" : "; ") + line;
    return text;
}

void remove_torn_files(const fs::path& folder) {
    std::error_code ignored;
    std::vector<fs::path> torn;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().extension() == ".tmp") torn.push_back(entry.path());
    for (const auto& file : torn)
        fs::remove(file, ignored);
}

bool same_point(const PlannedPoint& a, const PlannedPoint& b) {
    return a.point.id == b.point.id && a.point.overrides == b.point.overrides && a.point.columns == b.point.columns;
}

/// The rows of a sweep while they come in.
class Results {
public:
    explicit Results(const SweepFolder& folder) : folder_(folder) {}

    /// Forgets what results.jsonl held and writes the rows that are here.
    void begin() {
        std::string text;
        for (const auto& row : in_order())
            text += results_json_line(row);
        write_whole(folder_.results_jsonl(), text);
        log_.close();
        log_.clear();
        log_.open(folder_.results_jsonl(), std::ios::binary | std::ios::app);
    }
    void expect(const PlannedPoint& planned) {
        order_.push_back(planned.point.id);
        if (auto row = read_row(folder_, planned.point.id)) {
            if (row->status != RowStatus::ok) ++failures_;
            rows_.emplace(planned.point.id, std::move(*row));
            ++found_;
        }
    }
    bool has(const PlannedPoint& planned) const { return rows_.count(planned.point.id) != 0; }
    void add(const Row& row) {
        rows_.emplace(row.id, row);
        log_ << results_json_line(row) << std::flush;
        if (!log_) throw InputError(fmt::format("{}: cannot be written", folder_.results_jsonl().string()));
        if (row.status != RowStatus::ok) ++failures_;
        progress_.show(rows_.size(), order_.size(), found_, failures_);
    }
    void finish() {
        log_.close();
        std::string lines;
        const auto rows = in_order();
        for (const auto& row : rows)
            lines += results_json_line(row);
        write_whole(folder_.results_jsonl(), lines);
        write_whole(folder_.results_csv(), results_csv(rows));
    }
    std::vector<Row> in_order() const {
        std::vector<Row> rows;
        for (const auto& id : order_)
            if (const auto found = rows_.find(id); found != rows_.end()) rows.push_back(found->second);
        return rows;
    }
    std::size_t found() const { return found_; }

private:
    const SweepFolder& folder_;
    std::vector<std::string> order_;
    std::map<std::string, Row> rows_;
    std::size_t found_ = 0;
    std::size_t failures_ = 0;
    std::ofstream log_;
    ProgressLine progress_;
};

void require_same(const RunPlan& plan, const std::vector<PlannedPoint>& noted) {
    for (std::size_t i = 0; i < std::min(plan.points.size(), noted.size()); ++i) {
        const auto& now = plan.points[i];
        if (!same_point(now, noted[i]))
            throw InputError(fmt::format("point {} is another one than this folder's; use a new folder", now.point.id));
        if (now.workload != noted[i].workload)
            throw InputError(
                fmt::format("workload '{}' of point {} has changed since the sweep began; use a new folder",
                            now.point.workload.name, now.point.id));
    }
}

SweepOutcome count(const std::vector<Row>& rows) {
    SweepOutcome outcome;
    outcome.points = rows.size();
    for (const auto& row : rows)
        switch (row.status) {
        case RowStatus::ok:
            ++outcome.ok;
            break;
        case RowStatus::failed:
            ++outcome.failed;
            break;
        case RowStatus::timed_out:
            ++outcome.timed_out;
            break;
        case RowStatus::refused:
            ++outcome.refused;
            break;
        }
    return outcome;
}

void write_host(const SweepFolder& folder, const SweepOutcome& outcome) {
    nlohmann::ordered_json json;
    json["wall_seconds"] = outcome.wall_seconds;
    json["points"] = outcome.points;
    json["points_found"] = outcome.found;
    write_whole(folder.host_file(), json.dump(kIndent) + "\n");
}

} // namespace

std::vector<PlannedPoint> open_sweep(const SweepFolder& folder, const fs::path& sweep_file, const RunPlan& plan,
                                     bool resume) {
    require_free(folder, resume);
    std::vector<PlannedPoint> noted;
    if (resume && fs::exists(folder.plan_file())) {
        auto recorded = read_plan(folder);
        if (const auto changes = differences(recorded, plan); !changes.empty())
            throw InputError(fmt::format("{}: cannot be resumed, because its inputs are not what they were: {}",
                                         folder.root().string(), join(changes)));
        noted = std::move(recorded.points);
    }
    for (const auto& place : {folder.root(), folder.workloads()})
        remove_torn_files(place);
    if (noted.empty()) {
        write_plan(folder, plan);
        write_whole(folder.sweep_file(), read_whole(sweep_file));
    }
    fs::create_directories(folder.points());
    return noted;
}

SweepOutcome run_sweep(const SweepFolder& folder, RunPlan plan, const std::vector<PlannedPoint>& noted,
                       PointSource& source, WorkloadPacker& packer, Engine& engine) {
    const auto start = std::chrono::steady_clock::now();
    for (const auto& planned : noted)
        packer.know(planned.point.workload, planned.workload);
    Results results(folder);
    plan.points.clear();
    for (auto batch = source.next({}); !batch.empty(); batch = source.next(results.in_order())) {
        const auto hashes = packer.pack(batch);
        const auto first = plan.points.size();
        for (std::size_t i = 0; i < batch.size(); ++i)
            plan.points.push_back({std::move(batch[i]), hashes[i]});
        require_same(plan, noted);
        if (plan.points.size() > noted.size()) write_plan(folder, plan);
        std::vector<PlannedPoint> missing;
        for (auto i = first; i < plan.points.size(); ++i) {
            results.expect(plan.points[i]);
            if (!results.has(plan.points[i])) missing.push_back(plan.points[i]);
        }
        results.begin();
        engine.run(missing, [&](const Row& row) { results.add(row); });
    }
    results.finish();
    auto outcome = count(results.in_order());
    outcome.found = results.found();
    outcome.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    write_host(folder, outcome);
    return outcome;
}

} // namespace stavp::sweep
