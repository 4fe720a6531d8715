#include "platform/sweep/latin_hypercube.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace stavp::sweep {

namespace {

std::vector<std::size_t> shuffled(std::size_t count, workloads::Random& random) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (auto i = count; i > 1; --i)
        std::swap(order[i - 1], order[below(random, i)]);
    return order;
}

} // namespace

std::uint64_t below(workloads::Random& random, std::uint64_t bound) {
    const std::uint64_t excess = -bound % bound; // 2^64 mod bound
    for (;;)
        if (const auto value = random.next(); value >= excess) return value % bound;
}

std::vector<Choice> latin_hypercube(const std::vector<std::size_t>& sizes, std::size_t samples,
                                    workloads::Random& random) {
    std::vector<Choice> choices(samples, Choice(sizes.size(), 0));
    for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
        const auto strata = shuffled(samples, random);
        for (std::size_t i = 0; i < samples; ++i) {
            const auto place = (static_cast<double>(strata[i]) + random.uniform(0, 1)) / static_cast<double>(samples);
            const auto index = static_cast<std::size_t>(place * static_cast<double>(sizes[axis]));
            choices[i][axis] = std::min(index, sizes[axis] - 1);
        }
    }
    return choices;
}

} // namespace stavp::sweep
