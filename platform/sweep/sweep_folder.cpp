#include "platform/sweep/sweep_folder.h"
#include "platform/run/input_error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;

/// A lock and a torn plan are what a sweep leaves that was killed before it began.
bool holds_something(const SweepFolder& folder) {
    const auto plan = folder.plan_file().filename().string();
    for (const auto& entry : fs::directory_iterator(folder.root())) {
        const auto name = entry.path().filename().string();
        const bool torn_plan = name.starts_with(plan) && entry.path().extension() == ".tmp";
        if (entry.path() != folder.lock_file() && !torn_plan) return true;
    }
    return false;
}

} // namespace

void create(const SweepFolder& folder) {
    const auto& root = folder.root();
    std::error_code error;
    fs::create_directories(root, error);
    if (fs::is_directory(root)) return;
    throw InputError(
        fmt::format("{}: {}", root.string(), fs::exists(root) ? "exists and is no folder" : "cannot be created"));
}

void require_free(const SweepFolder& folder, bool resume) {
    const bool sweep = fs::exists(folder.plan_file());
    if ((resume && sweep) || !fs::exists(folder.root()) || !holds_something(folder)) return;
    throw InputError(fmt::format("{}: {}", folder.root().string(),
                                 sweep ? "holds a sweep already: --resume goes on with it"
                                       : "exists and is not the folder of a sweep; nothing was overwritten"));
}

void require_sweep(const SweepFolder& folder) {
    if (fs::exists(folder.plan_file())) return;
    throw InputError(fmt::format("{}: is not the folder of a sweep: it has no plan.json", folder.root().string()));
}

SweepLock::SweepLock(const SweepFolder& folder)
    : file_(open(folder.lock_file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (file_ < 0)
        throw InputError(fmt::format("{}: cannot be written to: {}", folder.root().string(), std::strerror(errno)));
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (fcntl(file_, F_SETLK, &whole) == 0) return;
    const auto reason = errno;
    close(file_);
    const bool taken = reason == EACCES || reason == EAGAIN;
    throw InputError(fmt::format("{}: {}", folder.root().string(),
                                 taken ? "another sweep is at work in this folder"
                                       : fmt::format("cannot be locked: {}", std::strerror(reason))));
}

SweepLock::~SweepLock() {
    if (file_ >= 0) close(file_);
}

} // namespace stavp::sweep
