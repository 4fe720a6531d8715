#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/external_program.h"
#include "platform/cli/share.h"
#include "platform/report/summary_file.h"
#include "platform/report_page/layers_csv.h"
#include "platform/report_page/report_data.h"
#include "platform/run/whole_file.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>
#include <vector>

namespace stavp::cli {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text")("output,o", po::value<std::string>()->value_name("FILE"),
                                                 "write there instead of OUT/report.html")(
        "svg", po::value<std::string>()->value_name("DIR"), "the plots as SVG files, by node")(
        "png", po::value<std::string>()->value_name("DIR"), "the plots as PNG files, by node and rsvg-convert")(
        "csv", "the layers of a run, or the points of a sweep, as CSV")("json", "the data of the page");
    return options;
}

std::optional<fs::path> path_of(const po::variables_map& values, const char* name) {
    if (values.count(name) == 0) return std::nullopt;
    return values[name].as<std::string>();
}

/// A folder that goes with its owner.
class TemporaryFolder {
public:
    TemporaryFolder() {
        auto pattern = (fs::temp_directory_path() / "stavp-report-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw InputError(pattern + ": cannot be created");
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw InputError(fmt::format("{}: cannot be created: {}", folder.string(), error.message()));
}

void require_library(const ReportSources& sources) {
    if (fs::exists(sources.page.library)) return;
    throw InputError(fmt::format("{}: the chart library is missing; ./dev build fetches it",
                                 sources.page.library.lexically_normal().string()));
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

void write_plots(const nlohmann::ordered_json& data, const std::optional<fs::path>& svg,
                 const std::optional<fs::path>& png) {
    constexpr auto kScale = "2";
    const auto sources = report_sources();
    require_library(sources);
    const TemporaryFolder work;
    const auto drawn = work.path() / "svg";
    make_folder(drawn);
    write_whole(work.path() / "data.json", data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    run_external({"node", sources.renderer.string(), sources.page.library.string(), sources.page.page.string(),
                  (work.path() / "data.json").string(), drawn.string()},
                 "Debian: nodejs");
    if (svg) make_folder(*svg);
    if (png) make_folder(*png);
    for (const auto& file : files_in(drawn)) {
        if (svg) write_whole(*svg / file.filename(), read_whole(file));
        if (!png) continue;
        const auto bitmap = *png / file.filename().replace_extension(".png");
        run_external({"rsvg-convert", "--zoom", kScale, "--output", bitmap.string(), file.string()},
                     "Debian: librsvg2-bin");
    }
}

void write_page(const fs::path& folder, const fs::path& file) {
    const auto sources = report_sources();
    require_library(sources);
    auto parent = file.parent_path();
    if (parent.empty()) parent = ".";
    write_whole(file, report_html(report_data(folder, parent), sources.page, std::string("stavp ") + STAVP_VERSION));
    fmt::print("{}\n", file.string());
}

std::string csv_of(const fs::path& folder) {
    return kind_of(folder) == FolderKind::run ? layers_csv(read_summary(folder)) : read_whole(folder / "results.csv");
}

void put(const std::string& text, const std::optional<fs::path>& file) {
    if (file)
        write_whole(*file, text);
    else
        fmt::print("{}", text);
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp report OUT [-o FILE]                       one HTML file that needs no network\n"
            "       stavp report OUT --svg DIR | --png DIR           its plots, for papers\n"
            "       stavp report OUT --csv | --json [-o FILE]        its numbers\n\n"
            "OUT is the folder of a run or of a sweep.\n\n"
         << options;
    fmt::print("{}", text.str());
}

} // namespace

int report_command(const Arguments& arguments) {
    const auto shown = option_table();
    po::options_description options;
    options.add(shown).add_options()("out", po::value<std::string>());
    po::positional_options_description positional;
    positional.add("out", 1);
    const auto values = parse("report", arguments, options, positional);
    if (values.count("help") != 0) {
        print_help(shown);
        return kGood;
    }
    if (values.count("out") == 0) usage_error("report", "expected the folder of a run or of a sweep");
    const auto svg = path_of(values, "svg");
    const auto png = path_of(values, "png");
    const auto file = path_of(values, "output");
    const auto plots = svg || png ? 1 : 0;
    if (plots + static_cast<int>(values.count("csv") + values.count("json")) > 1)
        usage_error("report", "plots, --csv and --json are asked for one at a time");
    if (plots != 0 && file) usage_error("report", "-o is for the page, --csv and --json");
    const fs::path folder = values["out"].as<std::string>();
    if (plots != 0)
        write_plots(report_data(folder, folder), svg, png);
    else if (values.count("csv") != 0)
        put(csv_of(folder), file);
    else if (values.count("json") != 0)
        put(report_data(folder, folder).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
            file);
    else
        write_page(folder, file.value_or(folder / "report.html"));
    return kGood;
}

} // namespace stavp::cli
