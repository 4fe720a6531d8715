#include "workloads/train/torch/sample_order.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace stavp::workloads {

SampleOrder::SampleOrder(std::size_t samples, std::size_t batch, std::uint64_t seed)
    : generator_(seed), order_(samples), batch_(batch), position_(samples) {
    if (samples == 0) throw std::invalid_argument("no samples to train on");
    if (batch == 0) throw std::invalid_argument("batch must be positive");
}

std::span<const std::size_t> SampleOrder::next() {
    if (position_ == order_.size()) shuffle();
    const std::size_t count = std::min(batch_, order_.size() - position_);
    const auto indices = std::span<const std::size_t>(order_).subspan(position_, count);
    position_ += count;
    return indices;
}

std::uint64_t SampleOrder::draw(std::uint64_t bound) {
    const std::uint64_t excess = (0 - bound) % bound; // 2^64 mod bound
    std::uint64_t value = generator_();
    while (value < excess)
        value = generator_();
    return value % bound;
}

void SampleOrder::shuffle() {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    for (std::size_t i = order_.size(); i > 1; --i)
        std::swap(order_[i - 1], order_[draw(i)]);
    position_ = 0;
}

} // namespace stavp::workloads
