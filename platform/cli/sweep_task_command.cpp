#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/sweep_setup.h"
#include "platform/sweep/local_engine.h"
#include "platform/sweep/row_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr int kSignalled = 128;

/// The points of these numbers that have not ended yet.
std::vector<sweep::PlannedPoint> missing_points(const sweep::SweepFolder& folder, const sweep::RunPlan& plan,
                                                const std::vector<std::string>& ids) {
    std::vector<sweep::PlannedPoint> points;
    for (const auto& id : ids) {
        const auto found = std::find_if(plan.points.begin(), plan.points.end(),
                                        [&](const auto& planned) { return planned.point.id == id; });
        if (found == plan.points.end())
            throw InputError(fmt::format("{}: has no point '{}'", folder.root().string(), id));
        if (!sweep::read_row(folder, id)) points.push_back(*found);
    }
    return points;
}

/// What the results follow from must be here what it was where the sweep was prepared.
void require_same_inputs(const sweep::SweepFolder& folder, const sweep::RunPlan& plan) {
    sweep::RunPlan here;
    here.inputs = sweep::input_digests(folder.sweep_file(), plan.platform, installation());
    if (const auto changes = sweep::differences(plan, here); !changes.empty())
        throw InputError(fmt::format("{}: was prepared with other inputs than are here: {}", folder.root().string(),
                                     changes.front()));
}

} // namespace

int sweep_task_command(const Arguments& arguments) {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_cache_option(options);
    po::options_description hidden;
    hidden.add(options).add_options()("out", po::value<std::string>())("ids", po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add("out", 1).add("ids", -1);
    const auto values = parse("sweep-task", arguments, hidden, positional);
    if (values.count("help") != 0) {
        std::ostringstream text;
        text << options;
        fmt::print("usage: stavp sweep-task OUT ID...\n\n"
                   "Runs these points of a sweep that `stavp sweep` has prepared in OUT, one after the other; those "
                   "that have ended\nalready are passed over. Each leaves its folder and its row.json, whatever "
                   "becomes of it.\n\n{}",
                   text.str());
        return kGood;
    }
    if (values.count("ids") == 0) usage_error("sweep-task", "expected the folder of a sweep, and points");
    const sweep::SweepFolder folder(values["out"].as<std::string>());
    const auto plan = sweep::read_plan(folder);
    const auto points = missing_points(folder, plan, values["ids"].as<std::vector<std::string>>());
    require_same_inputs(folder, plan);
    const auto context = point_context(folder, plan, read_cache(values));
    sweep::LocalEngine engine(context, 1);
    try {
        engine.run(points, [](const sweep::Row& row) {
            if (row.status != sweep::RowStatus::ok)
                fmt::print(stderr, "{}: {}: {}\n", row.id, sweep::name_of(row.status), row.reason);
        });
    } catch (const sweep::Interrupted& interrupted) {
        return kSignalled + interrupted.signal;
    }
    return kGood;
}

} // namespace stavp::cli
