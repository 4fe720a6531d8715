#pragma once

#include "workloads/series/run.h"

#include <chrono>

namespace stavp::workloads::series {

/// "3 s", "2 min 05 s", "1 h 20 min".
std::string duration_text(double seconds);

/// Shows a run: a line on stdout for each model reached (unless `quiet`), and on a terminal's stderr a line with
/// progress and time left. Stops when a stop signal came.
class Show : public Observer {
public:
    explicit Show(bool quiet);
    ~Show() override;
    Show(const Show&) = delete;
    Show& operator=(const Show&) = delete;

    void begin(const std::vector<Job>& left) override;
    bool step(const Job& job, std::uint64_t step) override;
    void reached(const Result& result) override;
    bool sensitivity(std::size_t done, std::size_t total) override;

private:
    using Clock = std::chrono::steady_clock;
    void show(const std::string& text);
    void clear();
    std::string time_left() const;

    bool quiet_;
    bool terminal_;
    bool shown_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_shown_{};
    std::uint64_t all_steps_ = 0;
    std::uint64_t done_steps_ = 0; ///< of finished jobs
    std::uint64_t job_steps_ = 0;  ///< of the one that runs
};

} // namespace stavp::workloads::series
