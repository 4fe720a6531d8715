#include "platform/run/run_folder.h"
#include "platform/run/input_error.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace stavp {

namespace {

constexpr std::string_view kTemporary = ".tmp";
/// summary.json is first so that it goes first and comes last.
constexpr std::array<std::string_view, 11> kFiles = {
    "summary.json",     "host.json",    "config.yaml",    "console.log",  "outputs.bin",   "timeline.json",
    "transactions.tlm", "what_if.json", "profile.folded", "profile.json", "registers.mmio"};
constexpr std::string_view kTracePrefix = "trace.";

bool is_name_of_ours(std::string_view name) {
    return name.starts_with(kTracePrefix) || std::find(kFiles.begin(), kFiles.end(), name) != kFiles.end();
}

/// A previous run, or what an interrupted one left behind.
bool is_run(const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder / kFiles.front())) return true;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        std::string_view base = name;
        if (base.ends_with(kTemporary)) base.remove_suffix(kTemporary.size());
        if (!is_name_of_ours(base)) return false;
    }
    return true;
}

/// summary.json goes first.
void remove_previous_run(const std::filesystem::path& folder) {
    std::error_code ignored;
    std::filesystem::remove(folder / kFiles.front(), ignored);
    std::vector<std::filesystem::path> old;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (const auto name = entry.path().filename().string(); is_name_of_ours(name) && !name.ends_with(kTemporary))
            old.push_back(entry.path());
    for (const auto& file : old)
        std::filesystem::remove(file, ignored);
}

} // namespace

RunFolder::RunFolder(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error;
    if (!std::filesystem::exists(path_)) {
        created_ = std::filesystem::create_directories(path_, error);
        if (error) throw InputError(path_.string() + ": cannot be created: " + error.message());
    } else if (!std::filesystem::is_directory(path_)) {
        throw InputError(path_.string() + ": exists and is no folder");
    } else if (!is_run(path_)) {
        throw InputError(path_.string() + ": exists and is not the folder of a run; nothing was overwritten");
    }
    const auto probe = temporary(std::string(kFiles.front()));
    if (!std::ofstream(probe)) throw InputError(path_.string() + ": cannot be written to");
    std::filesystem::remove(probe, error);
}

RunFolder::~RunFolder() {
    if (committed_) return;
    std::error_code ignored;
    for (const auto& name : written_)
        std::filesystem::remove(temporary(name), ignored);
    if (created_) std::filesystem::remove(path_, ignored);
}

std::filesystem::path RunFolder::temporary(const std::string& name) const {
    return path_ / (name + std::string(kTemporary));
}

std::ofstream RunFolder::open(const std::string& name) {
    return std::ofstream(claim(name), std::ios::binary);
}

std::filesystem::path RunFolder::claim(const std::string& name) {
    if (std::find(written_.begin(), written_.end(), name) == written_.end()) written_.push_back(name);
    return temporary(name);
}

void RunFolder::write(const std::string& name, const std::string& content) {
    auto out = open(name);
    out << content;
    out.close();
    if (!out) throw InputError((path_ / name).string() + ": cannot be written");
}

void RunFolder::add(const std::string& name, const std::string& content) {
    write(name, content);
    std::error_code error;
    std::filesystem::rename(temporary(name), path_ / name, error);
    if (error) throw InputError((path_ / name).string() + ": cannot be written: " + error.message());
}

void RunFolder::commit() {
    remove_previous_run(path_);
    std::stable_partition(written_.begin(), written_.end(),
                          [](const std::string& name) { return name != kFiles.front(); });
    for (const auto& name : written_) {
        std::error_code error;
        std::filesystem::rename(temporary(name), path_ / name, error);
        if (error) throw InputError((path_ / name).string() + ": cannot be written: " + error.message());
    }
    committed_ = true;
}

} // namespace stavp
