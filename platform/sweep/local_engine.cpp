#include "platform/sweep/local_engine.h"
#include "platform/sweep/row_file.h"
#include "platform/sweep/signal_watch.h"
#include "platform/sweep/tied_process.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <fmt/format.h>
#include <list>

namespace stavp::sweep {

namespace {

constexpr int kAttempts = 2;
constexpr std::chrono::seconds kLongestWait{1};

struct Running {
    const PlannedPoint& planned;
    int attempt = 1;
    TiedProcess process;
};

struct Waiting {
    const PlannedPoint* planned;
    int attempt;
};

/// The points of one call of LocalEngine::run.
class Batch {
public:
    Batch(const PointContext& context, WorkloadShelf& shelf, const RowSink& sink)
        : context_(context), shelf_(shelf), sink_(sink) {}

    void add(const PlannedPoint& planned) { waiting_.push_back({&planned, 1}); }
    bool finished() const { return waiting_.empty() && running_.empty(); }

    void start(std::size_t jobs) {
        while (running_.size() < jobs && !waiting_.empty()) {
            const auto [planned, attempt] = waiting_.front();
            waiting_.pop_front();
            read_workload(*planned);
            running_.push_back({*planned, attempt,
                                TiedProcess([&, planned = planned] { run_point(*planned, context_, shelf_); },
                                            context_.plan.timeout_seconds)});
        }
    }

    TiedProcess::Clock::duration time_left() const {
        TiedProcess::Clock::duration least = kLongestWait;
        for (const auto& running : running_)
            least = std::min(least, running.process.deadline() - TiedProcess::Clock::now());
        return least;
    }

    void collect() {
        for (auto at = running_.begin(); at != running_.end();) {
            auto& running = *at;
            if (const auto ending = running.process.ended()) {
                end(running, *ending);
            } else if (running.process.deadline() <= TiedProcess::Clock::now()) {
                running.process.kill();
                give_up(running.planned, RowStatus::timed_out,
                        fmt::format("not finished after {} s of host time", context_.plan.timeout_seconds));
            } else {
                ++at;
                continue;
            }
            at = running_.erase(at);
        }
    }

private:
    /// So that this and the next points find it; what is wrong with it the point itself will say.
    void read_workload(const PlannedPoint& planned) {
        try {
            shelf_.get(context_.folder.workload(planned.workload));
        } catch (const workloads::FormatError&) {
            return;
        }
    }

    void end(const Running& running, const ProcessEnding& ending) {
        if (ending.killed() && running.attempt < kAttempts) {
            waiting_.push_front({&running.planned, running.attempt + 1});
        } else if (const auto row =
                       ending.good() ? read_row(context_.folder, running.planned.point.id) : std::nullopt) {
            sink_(*row);
        } else {
            give_up(running.planned, RowStatus::failed, "the simulator " + ending.describe());
        }
    }

    void give_up(const PlannedPoint& planned, RowStatus status, const std::string& reason) {
        auto row = blank_row(planned);
        row.status = status;
        row.reason = reason;
        const auto folder = context_.folder.point(row.id);
        std::filesystem::create_directories(folder);
        keep_console(folder);
        write_row(context_.folder, row);
        sink_(row);
    }

    const PointContext& context_;
    WorkloadShelf& shelf_;
    const RowSink& sink_;
    std::deque<Waiting> waiting_;
    std::list<Running> running_;
};

} // namespace

LocalEngine::LocalEngine(const PointContext& context, unsigned jobs) : context_(context), jobs_(jobs) {}

void LocalEngine::run(const std::vector<PlannedPoint>& points, const RowSink& sink) {
    const SignalWatch signals;
    Batch batch(context_, shelf_, sink);
    for (const auto& point : points)
        batch.add(point);
    while (!batch.finished()) {
        batch.start(jobs_);
        if (const auto signal = signals.wait(batch.time_left())) throw Interrupted{*signal};
        batch.collect();
    }
}

} // namespace stavp::sweep
