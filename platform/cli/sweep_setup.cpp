#include "platform/cli/sweep_setup.h"
#include "platform/cli/full_simulation.h"
#include "platform/cli/share.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <unistd.h>

namespace stavp::cli {

namespace po = boost::program_options;

sweep::Installation installation() {
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    return {program, program.parent_path() / "nmprune", default_firmware(false), default_firmware(true),
            share_folder() / "configs"};
}

void add_cache_option(po::options_description& options) {
    options.add_options()("no-cache", "neither look for earlier results nor keep these");
}

std::optional<sweep::ResultCache> read_cache(const po::variables_map& values) {
    if (values.count("no-cache") != 0) return std::nullopt;
    const auto folder = sweep::default_cache_folder();
    return folder ? std::optional<sweep::ResultCache>(*folder) : std::nullopt;
}

void restart_with_one_blas_thread(const std::string& command, const Arguments& arguments) {
    constexpr auto kVariable = "OPENBLAS_NUM_THREADS";
    const auto* set = std::getenv(kVariable);
    if (set != nullptr && std::string_view(set) == "1") return;
    Arguments all{"stavp", command};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& argument : all)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    setenv(kVariable, "1", 1);
    execv(installation().program.c_str(), argv.data()); // if it fails, points are slower, and that is all
}

sweep::PointContext point_context(const sweep::SweepFolder& folder, const sweep::RunPlan& plan,
                                  const std::optional<sweep::ResultCache>& cache) {
    const auto files = installation();
    auto shared = plan;
    shared.points.clear();
    return {folder, shared, files, sweep::load_area_tables(plan.platform, files), cache, start_and_simulate};
}

} // namespace stavp::cli
