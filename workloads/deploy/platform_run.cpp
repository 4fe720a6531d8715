#include "workloads/deploy/platform_run.h"

#include "workloads/deploy/process.h"
#include "workloads/format/image.h"
#include "workloads/pack/similarity.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace stavp::workloads {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string last_line(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text.substr(text.rfind('\n') + 1); // npos + 1 is 0
}

/// A file of its own below the system's folder for such, gone with the object.
class ScratchFile {
public:
    ScratchFile() {
        std::string name = (fs::temp_directory_path() / "nmprune-XXXXXX").string();
        const int file = mkstemp(name.data());
        if (file < 0) throw std::runtime_error(name + ": cannot be created");
        close(file);
        path_ = name;
    }
    ~ScratchFile() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// What stavp says about a run that failed: in its summary if it came that far, else in its last line.
std::string words_about(const fs::path& folder, const fs::path& log) {
    const auto summary = nlohmann::json::parse(text_of(folder / "summary.json"), nullptr, false);
    if (summary.is_object() && summary.contains("message") && summary["message"].is_string())
        return fmt::format("{}: {}", summary.value("status", ""), summary["message"].get<std::string>());
    return last_line(text_of(log));
}

PlatformRun read_run(const fs::path& folder) {
    const auto summary = nlohmann::json::parse(text_of(folder / "summary.json"), nullptr, false);
    try {
        if (summary.at("schema").get<int>() != 1) throw FormatError("summary.json: unknown schema");
        if (summary.at("status").get<std::string>() != "ok" || !summary.at("check").at("passed").get<bool>())
            throw FormatError("summary.json: the check did not pass");
        return {summary.at("cycles").get<std::uint64_t>(), summary.at("time_ns").get<double>(), run_output(folder)};
    } catch (const nlohmann::json::exception&) {
        throw FormatError("summary.json: not what stavp writes");
    }
}

} // namespace

std::string Platform::effective_config() const {
    if (!fs::is_regular_file(stavp)) throw FormatError(stavp.string() + ": no such program; --stavp names stavp");
    const ScratchFile log;
    std::vector<std::string> arguments{"config", "dump"};
    if (config) arguments.push_back(config->string());
    const int code = run_process(stavp, arguments, log.path());
    std::string text = text_of(log.path());
    if (code != 0) {
        const std::string words = last_line(text);
        throw FormatError(words.empty() ? fmt::format("{}: 'config dump' ended with {}", stavp.string(), code) : words);
    }
    return text;
}

PlatformRun run_on_platform(const Platform& platform, const fs::path& workload, const fs::path& folder) {
    const fs::path log = folder.string() + ".log";
    std::vector<std::string> arguments{"run", "-w", workload.string(), "-o", folder.string()};
    if (platform.config) arguments.insert(arguments.end(), {"-c", platform.config->string()});
    const auto fail = [&](const std::string& reason) -> PlatformFailure {
        const fs::path console = folder / "console.log";
        return PlatformFailure(fmt::format("{}; see {}", reason, (fs::exists(console) ? console : log).string()));
    };
    const int code = run_process(platform.stavp, arguments, log);
    if (code != 0) throw fail(fmt::format("stavp ended with {}: {}", code, words_about(folder, log)));
    try {
        PlatformRun run = read_run(folder);
        const Image image = Image::load(workload);
        const auto expected = image.golden(image.tensors()[image.header().output_tensor]);
        const std::string got = text_of(folder / "outputs.bin");
        if (!std::ranges::equal(expected, got, {}, {}, [](char c) { return static_cast<std::uint8_t>(c); }))
            throw fail("the output's bytes are not those of the reference executor");
        return run;
    } catch (const FormatError& error) {
        throw fail(error.what());
    }
}

} // namespace stavp::workloads
