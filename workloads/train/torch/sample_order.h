#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace stavp::workloads {

/// Batches of sample indices without end: each epoch is a Fisher-Yates permutation drawn from std::mt19937_64(seed),
/// bounded without bias by rejection, so that it is the same with every standard library; its last batch may be
/// shorter.
class SampleOrder {
public:
    /// Throws std::invalid_argument for no samples or an empty batch.
    SampleOrder(std::size_t samples, std::size_t batch, std::uint64_t seed);
    /// Valid until the next call.
    std::span<const std::size_t> next();

private:
    /// Uniform in 0 .. bound - 1.
    std::uint64_t draw(std::uint64_t bound);
    void shuffle();

    std::mt19937_64 generator_;
    std::vector<std::size_t> order_;
    std::size_t batch_;
    std::size_t position_;
};

} // namespace stavp::workloads
