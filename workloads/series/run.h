#pragma once

#include "workloads/series/store.h"

namespace stavp::workloads::series {

/// Is told how a run goes on. Functions that return bool may return false: the run stops with TrainingStopped, and can
/// be resumed.
class Observer {
public:
    virtual ~Observer() = default;
    /// The jobs that are left; those before were reached earlier.
    virtual void begin(const std::vector<Job>& left) = 0;
    /// `step` 0: the job begins.
    virtual bool step(const Job& job, std::uint64_t step) = 0;
    virtual void reached(const Result& result) = 0;
    /// One layer's sensitivity of `total` is known.
    virtual bool sensitivity(std::size_t done, std::size_t total) = 0;
};

/// Makes what the recipe asks for and `store` does not hold yet: the dense model, the sensitivity report, every
/// candidate of every series, results.json. `recipe` must be resolved. Every job starts from files, never from what an
/// earlier one left in memory: a resumed run gives the same bytes as an unbroken one.
void run(const Recipe& recipe, const Training& training, Store& store, Observer& observer);

} // namespace stavp::workloads::series
