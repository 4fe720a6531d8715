#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace stavp::workloads {

/// A fixed number of threads that run one job together; the caller is the first of them.
class WorkerTeam {
public:
    /// `prepare` runs once in every thread before its first job. Throws std::invalid_argument for no threads.
    explicit WorkerTeam(unsigned threads, const std::function<void()>& prepare = {});
    ~WorkerTeam();
    WorkerTeam(const WorkerTeam&) = delete;
    WorkerTeam& operator=(const WorkerTeam&) = delete;

    unsigned size() const { return static_cast<unsigned>(threads_.size()) + 1; }
    /// job(0) .. job(size() - 1) at the same time; returns when all have ended. Rethrows the exception of the lowest
    /// worker that threw.
    void run(const std::function<void(unsigned worker)>& job);
    /// item(0) .. item(count - 1), whichever thread is free takes the next: only for items that are independent.
    void each(std::size_t count, const std::function<void(std::size_t)>& item);

private:
    void serve(unsigned worker, const std::function<void()>& prepare);
    void attempt(unsigned worker);

    std::mutex mutex_;
    std::condition_variable start_;
    std::condition_variable done_;
    const std::function<void(unsigned)>* job_ = nullptr;
    std::uint64_t round_ = 0;
    unsigned busy_ = 0;
    bool stop_ = false;
    std::vector<std::exception_ptr> failures_;
    std::vector<std::thread> threads_;
};

} // namespace stavp::workloads
