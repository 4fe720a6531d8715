#include "workloads/train/torch/worker_team.h"

#include <atomic>
#include <stdexcept>

namespace stavp::workloads {

WorkerTeam::WorkerTeam(unsigned threads, const std::function<void()>& prepare) : failures_(threads) {
    if (threads == 0) throw std::invalid_argument("threads must be positive");
    if (prepare) prepare();
    for (unsigned worker = 1; worker < threads; ++worker)
        threads_.emplace_back([this, worker, prepare] { serve(worker, prepare); });
}

WorkerTeam::~WorkerTeam() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    start_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void WorkerTeam::run(const std::function<void(unsigned)>& job) {
    {
        const std::lock_guard lock(mutex_);
        job_ = &job;
        busy_ = static_cast<unsigned>(threads_.size());
        ++round_;
    }
    start_.notify_all();
    attempt(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
    std::exception_ptr first;
    for (std::exception_ptr& failure : failures_) {
        if (failure && !first) first = failure;
        failure = nullptr;
    }
    if (first) std::rethrow_exception(first);
}

void WorkerTeam::each(std::size_t count, const std::function<void(std::size_t)>& item) {
    std::atomic<std::size_t> next = 0;
    run([&](unsigned) {
        for (std::size_t i = next++; i < count; i = next++)
            item(i);
    });
}

void WorkerTeam::serve(unsigned worker, const std::function<void()>& prepare) {
    if (prepare) prepare();
    std::uint64_t served = 0;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            start_.wait(lock, [&] { return stop_ || round_ != served; });
            if (stop_) return;
            served = round_;
        }
        attempt(worker);
        const std::lock_guard lock(mutex_);
        if (--busy_ == 0) done_.notify_one();
    }
}

void WorkerTeam::attempt(unsigned worker) {
    try {
        (*job_)(worker);
    } catch (...) {
        failures_[worker] = std::current_exception();
    }
}

} // namespace stavp::workloads
