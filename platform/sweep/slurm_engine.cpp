#include "platform/sweep/slurm_engine.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"
#include "platform/sweep/digest.h"
#include "platform/sweep/row_collector.h"
#include "platform/sweep/row_file.h"
#include "platform/sweep/run_point.h"
#include "platform/sweep/signal_watch.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <map>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kAttempts = 3;
constexpr std::chrono::seconds kCancelled{60}; ///< longest wait for cancelled jobs
constexpr std::chrono::seconds kQuiet{30};     ///< without a running task, before the reason is told

/// Asking again after a twentieth of the time that has passed, so that neither the controller nor the file system is
/// asked often in a long sweep.
Clock::duration pause_after(Clock::duration passed) {
    using namespace std::chrono_literals;
    return std::clamp<Clock::duration>(passed / 20, 500ms, 10s);
}

fs::path jobs_folder(const SweepFolder& folder) {
    return fs::absolute(folder.root()) / "slurm";
}

/// Of the newest log of a task; "" if there is none.
std::string last_words(const fs::path& jobs) {
    fs::path newest;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(jobs, ignored))
        if (entry.path().extension() == ".log" &&
            (newest.empty() || entry.last_write_time(ignored) > fs::last_write_time(newest, ignored)))
            newest = entry.path();
    std::ifstream log(newest);
    std::string last;
    for (std::string line; std::getline(log, line);)
        if (!line.empty()) last = line;
    return last;
}

std::string plural(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// One call of SlurmEngine::run.
class Submission {
public:
    Submission(const SweepFolder& folder, const SlurmClient& client, const SlurmEngine::Note& note, const RowSink& sink)
        : folder_(folder), client_(client), note_(note), job_name_(slurm_job_name(folder)), rows_(folder, sink) {}

    RowCollector& rows() { return rows_; }

    void wait_for_earlier_jobs(const std::vector<std::string>& ids) {
        rows_.expect({{ids}});
        const auto queue = client_.queue(job_name_);
        if (!queue) throw InputError("stavp sweep: --engine slurm: squeue gets no answer from the controller");
        if (queue->empty()) return;
        note_(fmt::format("{} of an earlier submission still there: waiting for them (scancel --name={} ends them)",
                          plural(queue->running + queue->waiting, "task"), job_name_));
        wait();
    }

    void run(const std::vector<SlurmArray>& arrays, const SlurmOptions& options, const std::vector<std::string>& worker,
             const SlurmLimits& limits) {
        rows_.expect(arrays);
        for (const auto& array : arrays) {
            if (&array != &arrays.front()) wait_for_room(array.size(), limits);
            submit(array, options, worker);
        }
        wait();
    }

private:
    SlurmBatch next_batch(const SlurmArray& tasks, const std::vector<std::string>& worker) const {
        SlurmBatch batch{jobs_folder(folder_), "", job_name_, worker, tasks};
        fs::create_directories(batch.folder);
        for (int number = 1; batch.name.empty() || fs::exists(batch.script_file()); ++number)
            batch.name = fmt::format("batch-{}", number);
        return batch;
    }

    void submit(const SlurmArray& tasks, const SlurmOptions& options, const std::vector<std::string>& worker) {
        const auto batch = next_batch(tasks, worker);
        write_whole(batch.task_file(), task_text(tasks));
        write_whole(batch.script_file(), script_text(batch, options));
        const auto job = client_.submit(batch.script_file(), options.sbatch_options);
        note_(fmt::format("job {}: {}, {} each (slurm/{}.sh)", job, plural(tasks.size(), "task"),
                          plural(tasks.front().size(), "point"), batch.name));
    }

    /// The controller keeps only so many jobs.
    void wait_for_room(std::size_t tasks, const SlurmLimits& limits) {
        for (;;) {
            const auto queue = client_.queue(job_name_);
            if (queue && queue->empty()) return;
            if (queue && queue->running + queue->waiting + tasks <= limits.max_job_count / 2) return;
            tell(queue);
            rows_.look();
            pause();
        }
    }

    /// Until every row or no job is there any more.
    void wait() {
        start_ = idle_since_ = Clock::now();
        for (;;) {
            const auto queue = client_.queue(job_name_);
            if (queue && queue->empty()) return rows_.look_at_all();
            tell(queue);
            rows_.look();
            if (rows_.missing().empty()) return;
            pause();
        }
    }

    /// Why nothing goes on, once per reason.
    void tell(const std::optional<SlurmQueue>& queue) {
        if (queue && queue->running > 0) {
            idle_since_ = Clock::now();
            told_.clear();
        }
        if (Clock::now() - idle_since_ < kQuiet) return;
        const auto reason = queue ? queue->reason : "the controller does not answer";
        if (reason == told_) return;
        told_ = reason;
        note_(queue ? fmt::format("no task runs, {} waiting: {}", queue->waiting, reason) : reason + "; asking again");
    }

    void pause() {
        const auto end = Clock::now() + pause_after(Clock::now() - start_);
        for (auto left = end - Clock::now(); left.count() > 0; left = end - Clock::now())
            if (const auto signal = signals_.wait(left)) stop(*signal);
    }

    [[noreturn]] void stop(int signal) {
        note_("cancelling the jobs");
        const auto end = Clock::now() + kCancelled;
        do {
            client_.cancel(job_name_);
            const auto queue = client_.queue(job_name_);
            if (queue && queue->empty()) break;
        } while (Clock::now() < end && !signals_.wait(std::chrono::milliseconds(200)));
        rows_.look_at_all();
        throw Interrupted{signal};
    }

    const SweepFolder& folder_;
    const SlurmClient& client_;
    const SlurmEngine::Note& note_;
    SignalWatch signals_;
    std::string job_name_;
    RowCollector rows_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point idle_since_ = Clock::now();
    std::string told_;
};

void give_up(const SweepFolder& folder, const PlannedPoint& planned, const RowSink& sink) {
    auto row = blank_row(planned);
    row.status = RowStatus::failed;
    row.reason = fmt::format("its task ended without a result {} times; logs in slurm/", kAttempts);
    const auto point = folder.point(row.id);
    fs::create_directories(point);
    keep_console(point);
    write_row(folder, row);
    sink(row);
}

} // namespace

std::string slurm_job_name(const SweepFolder& folder) {
    constexpr std::size_t kDigits = 12;
    return "stavp-" + digest_of(fs::canonical(folder.root()).string()).substr(0, kDigits);
}

SlurmEngine::SlurmEngine(SweepFolder folder, std::vector<std::string> worker, SlurmOptions options, Note note)
    : folder_(std::move(folder)), worker_(std::move(worker)), options_(std::move(options)), note_(std::move(note)) {
    if (jobs_folder(folder_).string().find('\n') != std::string::npos)
        throw InputError(
            "stavp sweep: --engine slurm: a folder whose name has several lines cannot stand in a job script");
}

void SlurmEngine::run(const std::vector<PlannedPoint>& points, const RowSink& sink) {
    if (points.empty()) return;
    const auto limits = client_.limits();
    std::map<std::string, const PlannedPoint*> planned;
    std::vector<std::string> ids;
    for (const auto& point : points) {
        planned.emplace(point.point.id, &point);
        ids.push_back(point.point.id);
    }
    Submission submission(folder_, client_, note_, sink);
    auto& rows = submission.rows();
    submission.wait_for_earlier_jobs(ids);
    for (int attempt = 1; attempt <= kAttempts && !rows.missing().empty(); ++attempt) {
        const auto missing = rows.missing();
        const auto chunk = options_.chunk.value_or(default_chunk(missing.size()));
        if (attempt > 1) note_(fmt::format("{} without a result: submitted again", plural(missing.size(), "point")));
        submission.run(divide(missing, attempt == 1 ? chunk : retry_chunk(missing.size(), chunk, limits), limits),
                       options_, worker_, limits);
    }
    const auto missing = rows.missing();
    if (!missing.empty() && rows.handed_over() == 0)
        throw InputError(fmt::format("stavp sweep: --engine slurm: no task gave a result: are {} and {} there on the "
                                     "nodes? Logs: {}; the last one ends with: {}",
                                     fs::absolute(folder_.root()).string(), worker_.front(),
                                     (jobs_folder(folder_) / "*.log").string(), last_words(jobs_folder(folder_))));
    for (const auto& id : missing)
        give_up(folder_, *planned.at(id), sink);
}

} // namespace stavp::sweep
