#include "platform/sweep/result_cache.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"
#include "platform/sweep/digest.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kFanOut = 2; // leading digits of the key that name a folder

/// A line of JSON that lists the files, then their contents.
std::string pack(const PointFiles& files) {
    std::string contents;
    auto list = Json::array();
    for (const auto& [name, content] : files) {
        list.push_back({{"name", name}, {"bytes", content.size()}});
        contents += content;
    }
    const Json header = {{"files", list}, {"sha256", digest_of(contents)}};
    return header.dump() + "\n" + contents;
}

std::optional<PointFiles> unpack(const std::string& entry) {
    const auto end = entry.find('\n');
    if (end == std::string::npos) return std::nullopt;
    const auto header = Json::parse(entry.substr(0, end), nullptr, false);
    const auto contents = std::string_view(entry).substr(end + 1);
    if (header.is_discarded() || header.value("sha256", "") != digest_of(contents)) return std::nullopt;
    PointFiles files;
    std::size_t at = 0;
    for (const auto& file : header.at("files")) {
        if (file.at("name").get<std::string>().find('/') != std::string::npos) return std::nullopt;
        const auto bytes = file.at("bytes").get<std::size_t>();
        files.emplace_back(file.at("name"), contents.substr(at, bytes));
        at += bytes;
    }
    return files;
}

std::optional<fs::path> from_environment(const char* variable, const char* below) {
    const auto* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return fs::path(value) / below;
}

} // namespace

fs::path ResultCache::entry(const char* kind, const std::string& key) const {
    return root_ / kind / key.substr(0, kFanOut) / key;
}

std::optional<PointFiles> ResultCache::find_point(const std::string& key) const {
    const auto file = entry("points", key);
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return std::nullopt;
    try {
        return unpack(read_whole(file));
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void ResultCache::keep_point(const std::string& key, const PointFiles& files) const {
    const auto file = entry("points", key);
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    try {
        write_whole(file, pack(files));
    } catch (const std::runtime_error&) {
        return;
    }
}

std::optional<fs::path> ResultCache::find_workload(const std::string& key) const {
    const auto file = entry("workloads", key);
    const auto digest = entry("workloads", key + ".sha256");
    std::error_code ignored;
    if (!fs::exists(file, ignored) || !fs::exists(digest, ignored)) return std::nullopt;
    try {
        if (read_whole(digest) == digest_of_file(file)) return file;
    } catch (const std::runtime_error&) {
    }
    return std::nullopt;
}

void ResultCache::keep_workload(const std::string& key, const fs::path& packed) const {
    const auto file = entry("workloads", key);
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    try {
        write_whole(file, read_whole(packed));
        write_whole(entry("workloads", key + ".sha256"), digest_of_file(packed));
    } catch (const std::runtime_error&) {
        return;
    }
}

std::optional<fs::path> default_cache_folder() {
    if (auto folder = from_environment("STAVP_CACHE_DIR", "")) return folder;
    if (auto folder = from_environment("XDG_CACHE_HOME", "stavp")) return folder;
    return from_environment("HOME", ".cache/stavp");
}

} // namespace stavp::sweep
