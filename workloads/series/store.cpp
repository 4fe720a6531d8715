#include "workloads/series/store.h"

#include "workloads/format/image.h"
#include "workloads/format/sha256.h"
#include "workloads/model/model_file.h"
#include "workloads/series/atomic_file.h"
#include "workloads/series/store_names.h"
#include "workloads/series/yaml_diff.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>

namespace stavp::workloads::series {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t chunk_bytes = 1 << 16;

std::string hash_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw FormatError(file.string() + ": cannot be read");
    Sha256 hash;
    std::vector<std::uint8_t> chunk(chunk_bytes);
    while (in) {
        in.read(reinterpret_cast<char*>(chunk.data()), static_cast<std::streamsize>(chunk.size()));
        hash.update(std::span(chunk).first(static_cast<std::size_t>(in.gcount())));
    }
    return hash.finish();
}

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
}

bool holds_nothing(const fs::path& folder) {
    return fs::directory_iterator(folder) == fs::directory_iterator();
}

fs::path model_file(const fs::path& folder, const std::string& id) {
    return folder / (id + ".safetensors");
}

fs::path master_file(const fs::path& folder, const std::string& id) {
    return folder / (id + ".master.safetensors");
}

} // namespace

Store::Store(fs::path folder, const std::string& recipe, Existing existing) : folder_(std::move(folder)) {
    std::error_code error;
    if (fs::exists(folder_, error) && !fs::is_directory(folder_, error))
        throw FormatError(folder_.string() + ": exists and is no folder");
    fs::create_directories(folder_, error);
    if (error) throw FormatError(fmt::format("{}: cannot be created: {}", folder_.string(), error.message()));
    lock();
    try {
        prepare(recipe, existing);
        if (has_file(rows_name)) results_ = read_results(folder_ / rows_name);
    } catch (...) {
        ::close(lock_);
        throw;
    }
}

Store::~Store() {
    ::close(lock_);
}

/// Kept by the open folder itself, so that nothing has to be tidied up after a kill.
void Store::lock() {
    lock_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0) throw FormatError(folder_.string() + ": cannot be opened");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw FormatError(folder_.string() + ": another process works in this folder");
    }
}

void Store::prepare(const std::string& recipe, Existing existing) const {
    remove_unfinished(folder_);
    for (const std::string& name : candidate_folders())
        remove_unfinished(folder_ / name);
    if (!has_file(recipe_name)) {
        if (!holds_nothing(folder_))
            throw FormatError(folder_.string() + ": exists and is not the folder of a series; nothing was overwritten");
        write_atomically(folder_ / recipe_name, recipe);
        return;
    }
    if (existing == Existing::refuse)
        throw FormatError(folder_.string() + ": holds a series already; --resume goes on with it, --force replaces it");
    if (existing == Existing::replace) {
        remove_series(folder_);
        write_atomically(folder_ / recipe_name, recipe);
        return;
    }
    const auto differences = yaml_differences(read_text(folder_ / recipe_name), recipe);
    if (!differences.empty())
        throw FormatError(fmt::format("{}: was made with another recipe (there, here): {}",
                                      (folder_ / recipe_name).string(), describe(differences)));
}

void Store::expect(const std::vector<Job>& jobs) {
    order_.clear();
    for (const Job& job : jobs)
        order_.push_back(job.id);
    for (const Result& result : results_)
        if (std::ranges::find(order_, result.job.id) == order_.end())
            throw FormatError(
                fmt::format("{}: row '{}' is no model of this recipe", (folder_ / rows_name).string(), result.job.id));
    std::erase_if(results_, [this](const Result& result) { return !files_are_there(result); });
}

bool Store::files_are_there(const Result& result) const {
    const std::array files{std::pair(model_file(folder_, result.job.id), result.sha256),
                           std::pair(master_file(folder_, result.job.id), result.master_sha256)};
    for (const auto& [file, hash] : files) {
        std::error_code error;
        if (hash.empty()) continue;
        if (!fs::exists(file, error)) return false;
        if (hash_of(file) != hash)
            throw FormatError(file.string() + ": has other bytes than were saved; delete it to have it trained again");
    }
    return true;
}

bool Store::reached(const std::string& id) const {
    return std::ranges::any_of(results_, [&](const Result& result) { return result.job.id == id; });
}

const Result& Store::record(Result result) {
    const std::string id = result.job.id;
    result.sha256 = hash_of(model_file(folder_, id));
    std::error_code error;
    if (fs::exists(master_file(folder_, id), error)) result.master_sha256 = hash_of(master_file(folder_, id));
    results_.push_back(std::move(result));
    const auto place = [this](const Result& row) { return std::ranges::find(order_, row.job.id) - order_.begin(); };
    std::ranges::sort(results_, {}, place);
    std::string text;
    for (const Result& row : results_)
        text += to_json(row).dump() + "\n";
    write_atomically(folder_ / rows_name, text);
    return *std::ranges::find_if(results_, [&](const Result& row) { return row.job.id == id; });
}

void Store::save(const std::string& id, const Model& model) const {
    const auto file = model_file(folder_, id);
    fs::create_directories(file.parent_path());
    save_model_atomically(file, model);
}

void Store::save_master(const std::string& id, const Model& model) const {
    const auto file = master_file(folder_, id);
    fs::create_directories(file.parent_path());
    save_model_atomically(file, model);
}

Model Store::load(const std::string& id) const {
    return load_model(model_file(folder_, id));
}

Model Store::load_master(const std::string& id) const {
    return load_model(master_file(folder_, id));
}

bool Store::has_file(const char* name) const {
    std::error_code error;
    return fs::exists(folder_ / name, error);
}

void Store::write(const char* name, const nlohmann::ordered_json& content) const {
    write_atomically(folder_ / name, content.dump(2) + "\n");
}

void Store::record_time(const std::string& id, double seconds) const {
    nlohmann::ordered_json host;
    if (has_file(host_name)) host = nlohmann::ordered_json::parse(read_text(folder_ / host_name), nullptr, false);
    if (!host.is_object()) host = nlohmann::ordered_json::object();
    host["seconds"][id] = seconds;
    write_loosely(folder_ / host_name, host.dump(2) + "\n");
}

nlohmann::ordered_json Store::read(const char* name) const {
    auto content = nlohmann::ordered_json::parse(read_text(folder_ / name), nullptr, false);
    if (content.is_discarded()) throw FormatError((folder_ / name).string() + ": is no JSON");
    return content;
}

} // namespace stavp::workloads::series
