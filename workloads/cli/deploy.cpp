#include "workloads/cli/options.h"
#include "workloads/cli/progress.h"
#include "workloads/cli/table.h"
#include "workloads/deploy/deployment.h"

#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <sstream>
#include <thread>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> names;
    std::istringstream in(list);
    for (std::string name; std::getline(in, name, ',');)
        if (!name.empty()) names.push_back(name);
    return names;
}

std::string time_left(double share, std::chrono::duration<double> since) {
    if (share < 0.01 || since.count() < 1) return "";
    const auto seconds = static_cast<long>(since.count() * (1 - share) / share) + 1;
    return seconds < 120 ? fmt::format(", {} s left", seconds) : fmt::format(", {} min left", (seconds + 59) / 60);
}

std::size_t positive(const po::variables_map& values, const char* option, std::size_t most) {
    const auto value = values[option].as<std::int64_t>();
    if (value < 1 || static_cast<std::size_t>(value) > most)
        throw UsageError(fmt::format("--{} {} is not 1 to {}", option, value, most));
    return static_cast<std::size_t>(value);
}

void print(const DeployTable& table) {
    const auto rows = cells(table);
    Table text(rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i)
        text.add(rows[i]);
    std::cout << fmt::format("{}, {} test inputs\n", table.task, table.test_inputs) << text.text();
}

int run(Arguments args) {
    Syntax syntax{.usage = "nmprune deploy OUT [-c PLATFORM.yaml] [--series NAME,...] [--sample K] [-o FOLDER]",
                  .about =
                      "Takes the dense model and every candidate that nmprune idp left in OUT from float weights to "
                      "cycles: int8,\naccuracy over the whole test set, and a sample of the test set on the "
                      "platform. Prints a table and writes it,\nwith workloads and runs, to OUT/deploy. "
                      "docs/deploy.md explains the columns."};
    auto add = syntax.options.add_options();
    add("config,c", po::value<std::string>(), "the platform (default: stavp's)");
    add("series", po::value<std::string>()->default_value(""), "folders of OUT to take, separated by commas (all)");
    add("sample", po::value<std::int64_t>()->default_value(64), "test inputs to run on the platform");
    add("calibrate", po::value<std::int64_t>()->default_value(256), "training inputs to calibrate on");
    add("seed", po::value<std::uint64_t>()->default_value(1), "of their choice");
    add("jobs", po::value<std::int64_t>()->default_value(std::max(1U, std::thread::hardware_concurrency())),
        "threads and runs at a time");
    add("stavp", po::value<std::string>(), "the simulator (default: beside nmprune)");
    add("output,o", po::value<std::string>(), "the folder to write (default: OUT/deploy)");
    add("json", po::bool_switch(), "print JSON");
    po::options_description hidden;
    hidden.add_options()("out", po::value<std::string>()->required());
    syntax.positional.add("out", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;

    const fs::path out = (*values)["out"].as<std::string>();
    DeploySettings settings;
    settings.sample = positive(*values, "sample", 4096);
    settings.calibration = positive(*values, "calibrate", 1'000'000);
    settings.jobs = static_cast<unsigned>(positive(*values, "jobs", 256));
    settings.seed = (*values)["seed"].as<std::uint64_t>();
    settings.platform.stavp = values->contains("stavp") ? fs::path((*values)["stavp"].as<std::string>())
                                                        : fs::read_symlink("/proc/self/exe").parent_path() / "stavp";
    if (values->contains("config")) settings.platform.config = (*values)["config"].as<std::string>();
    const SeriesFolder series = read_series(out, split((*values)["series"].as<std::string>()));
    settings.platform.effective_config(); // a bad platform is refused before any data is read
    const auto task = make_task(series.task, series.settings);
    Progress progress("nmprune deploy");
    const auto start = std::chrono::steady_clock::now();
    try {
        const DeployTable table =
            deploy(series, *task, settings,
                   values->contains("output") ? fs::path((*values)["output"].as<std::string>()) : out / "deploy",
                   [&](const std::string& step, double share) {
                       const std::string text = step + time_left(share, std::chrono::steady_clock::now() - start);
                       progress.show(text, static_cast<std::size_t>(100 * share), 100);
                   });
        if ((*values)["json"].as<bool>())
            std::cout << to_json(table).dump(2) << '\n';
        else
            print(table);
        return good;
    } catch (const DeployFailure& failure) {
        for (const std::string& line : failure.lines)
            std::cerr << "nmprune deploy: " << line << '\n';
        return check_failed;
    }
}

} // namespace

extern const Command deploy_command;
const Command deploy_command{"deploy", "int8, bytes, cycles and accuracy of every model of a series", run};

} // namespace stavp::workloads::cli
