#include "workloads/series/show.h"

#include "workloads/series/stop_signals.h"

#include <cmath>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace stavp::workloads::series {

namespace {

constexpr auto refresh = std::chrono::milliseconds(200);
constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;

} // namespace

std::string duration_text(double seconds) {
    const auto whole = std::llround(seconds);
    if (whole >= hour) return fmt::format("{} h {:02} min", whole / hour, whole % hour / minute);
    if (whole >= minute) return fmt::format("{} min {:02} s", whole / minute, whole % minute);
    return fmt::format("{} s", whole);
}

Show::Show(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

Show::~Show() {
    clear();
}

void Show::begin(const std::vector<Job>& left) {
    for (const Job& job : left)
        all_steps_ += job.steps;
    if (quiet_) return;
    std::cout << fmt::format("{:<26}{:>9}{:>9}{:>15}{:>10}{:>9}\n", "model", "pattern", "steps", "series steps",
                             "accuracy", "loss")
              << std::flush;
}

bool Show::step(const Job& job, std::uint64_t step) {
    job_steps_ = step;
    show(fmt::format("{}: step {}/{}, {}", job.id, step, job.steps, time_left()));
    return stop_signal() == 0;
}

void Show::reached(const Result& result) {
    const Job& job = result.job;
    done_steps_ += job.steps;
    job_steps_ = 0;
    clear();
    if (quiet_) return;
    std::cout << fmt::format("{:<26}{:>9}{:>9}{:>15}{:>9.2f}%{:>9.4f}\n", job.id, to_string(job.pattern), job.steps,
                             job.series_steps, 100 * result.score.accuracy, result.score.loss)
              << std::flush;
}

bool Show::sensitivity(std::size_t done, std::size_t total) {
    show(fmt::format("sensitivity: layer {}/{}", done, total));
    return stop_signal() == 0;
}

std::string Show::time_left() const {
    const std::uint64_t done = done_steps_ + job_steps_;
    const std::chrono::duration<double> spent = Clock::now() - start_;
    if (done == 0) return fmt::format("{} steps to go", all_steps_);
    const double left = spent.count() * static_cast<double>(all_steps_ - done) / static_cast<double>(done);
    return fmt::format("{}/{} of all, {} left", done, all_steps_, duration_text(left));
}

void Show::show(const std::string& text) {
    const auto now = Clock::now();
    if (!terminal_ || now - last_shown_ < refresh) return;
    last_shown_ = now;
    shown_ = true;
    std::cerr << fmt::format("\r{}\x1b[K", text) << std::flush;
}

void Show::clear() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
    shown_ = false;
}

} // namespace stavp::workloads::series
