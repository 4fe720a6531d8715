#include "workloads/cli/progress.h"

#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace stavp::workloads::cli {

Progress::Progress(std::string_view what) : what_(what), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

void Progress::show(std::string_view step, std::size_t done, std::size_t total) {
    if (!terminal_ || std::chrono::steady_clock::now() - start_ < std::chrono::seconds(2)) return;
    std::cerr << fmt::format("\r{}: {} {}/{}\x1b[K", what_, step, done, total) << std::flush;
    shown_ = true;
}

} // namespace stavp::workloads::cli
