#include "workloads/series/atomic_file.h"

#include "workloads/format/image.h"
#include "workloads/model/model_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace stavp::workloads::series {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
    throw FormatError(file.string() + ": cannot be written: " + std::strerror(errno));
}

void flush_to_disk(const std::filesystem::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) fail(path);
    const int failed = ::fsync(descriptor);
    ::close(descriptor);
    if (failed != 0) fail(path);
}

/// Gives the finished file its name.
void publish(const std::filesystem::path& unfinished, const std::filesystem::path& file) {
    flush_to_disk(unfinished, O_RDONLY);
    std::error_code error;
    std::filesystem::rename(unfinished, file, error);
    if (error) throw FormatError(file.string() + ": cannot be written: " + error.message());
    const auto folder = file.parent_path();
    flush_to_disk(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

std::filesystem::path unfinished_name(const std::filesystem::path& file) {
    return file.string() + unfinished_suffix;
}

} // namespace

void write_atomically(const std::filesystem::path& file, const std::string& text) {
    const auto unfinished = unfinished_name(file);
    {
        errno = 0;
        std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
        out << text << std::flush;
        if (!out) {
            const int reason = errno;
            out.close();
            std::error_code ignored;
            std::filesystem::remove(unfinished, ignored);
            errno = reason;
            fail(file);
        }
    }
    publish(unfinished, file);
}

void save_model_atomically(const std::filesystem::path& file, const Model& model) {
    const auto unfinished = unfinished_name(file);
    save_model(unfinished, model);
    publish(unfinished, file);
}

void remove_unfinished(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return;
    std::vector<std::filesystem::path> leftovers;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(unfinished_suffix) || name.ends_with(std::string(unfinished_suffix) + ".partial"))
            leftovers.push_back(entry.path());
    }
    for (const auto& path : leftovers)
        std::filesystem::remove(path, error);
}

} // namespace stavp::workloads::series
