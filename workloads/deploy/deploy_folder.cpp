#include "workloads/deploy/deploy_folder.h"

#include "workloads/format/image.h"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace stavp::workloads {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* marker = ".nmprune-deploy"; // says what the folder is, and is locked
constexpr const char* result_file = "row.json";

void expect_ours(const fs::path& folder, const char* sign) {
    if (!fs::exists(folder)) return;
    if (!fs::is_directory(folder)) throw FormatError(folder.string() + ": exists and is no folder");
    if (!fs::is_empty(folder) && !fs::exists(folder / sign))
        throw FormatError(folder.string() + ": exists and is not a folder of nmprune deploy; nothing was overwritten");
}

/// Appears whole or not at all.
void write_whole(const fs::path& file, const std::string& text) {
    const fs::path partial = file.string() + ".partial";
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw FormatError(file.string() + ": cannot be written");
    fs::rename(partial, file);
}

} // namespace

DeployFolder::DeployFolder(const fs::path& folder)
    : folder_(folder.has_filename() ? folder : folder.parent_path()), partial_(folder_.string() + ".partial") {
    expect_ours(folder_, marker);
    expect_ours(partial_, marker);
    std::error_code error;
    fs::create_directories(partial_, error);
    if (error) throw FormatError(partial_.string() + ": cannot be created: " + error.message());
    const fs::path file = partial_ / marker;
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock_ < 0) throw FormatError(file.string() + ": cannot be written");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw FormatError(partial_.string() + ": another nmprune deploy is at work there");
    }
}

DeployFolder::~DeployFolder() {
    if (lock_ >= 0) ::close(lock_);
}

std::optional<DeployedRow> DeployFolder::finished(const std::string& id, const std::string& fingerprint) const {
    std::ifstream in(partial_ / id / result_file);
    if (!in) return std::nullopt;
    const Json json = Json::parse(in, nullptr, false);
    try {
        if (json.at("fingerprint").get<std::string>() != fingerprint) return std::nullopt;
        return row_from_json(json.at("row"));
    } catch (const std::exception&) {
        return std::nullopt; // not what finish() writes: done again
    }
}

fs::path DeployFolder::begin(const std::string& id) const {
    fs::path path = partial_ / id;
    fs::remove_all(path);
    fs::create_directories(path);
    return path;
}

void DeployFolder::finish(const std::string& id, const std::string& fingerprint, const DeployedRow& row) const {
    write_whole(partial_ / id / result_file, Json{{"fingerprint", fingerprint}, {"row", to_json(row)}}.dump(2) + "\n");
}

void DeployFolder::write(const std::string& name, const std::string& text) const {
    write_whole(partial_ / name, text);
}

void DeployFolder::commit(const std::vector<std::string>& ids, const std::vector<std::string>& files) {
    const auto wanted = [&](const fs::path& path) {
        const std::string name = path.lexically_relative(partial_).string();
        return name == marker || std::ranges::find(files, name) != files.end() ||
               std::ranges::any_of(ids,
                                   [&](const std::string& id) { return id == name || id.starts_with(name + "/"); });
    };
    std::vector<fs::path> foreign;
    for (const auto& entry : fs::directory_iterator(partial_)) {
        if (!wanted(entry.path())) foreign.push_back(entry.path());
        if (!entry.is_directory() || std::ranges::find(ids, entry.path().filename().string()) != ids.end()) continue;
        for (const auto& inner : fs::directory_iterator(entry.path()))
            if (!wanted(inner.path())) foreign.push_back(inner.path());
    }
    for (const fs::path& path : foreign)
        fs::remove_all(path);
    const fs::path old = folder_.string() + ".old";
    fs::remove_all(old);
    if (fs::exists(folder_)) fs::rename(folder_, old);
    fs::rename(partial_, folder_);
    fs::remove_all(old);
}

} // namespace stavp::workloads
