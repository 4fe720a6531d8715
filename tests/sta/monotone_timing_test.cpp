// More hardware, or fewer weights, never costs cycles: the closed form over many random arrays and products.

#include "models/sta/sta_timing.h"
#include "tests/sta/support/array_description.h"
#include "tests/sta/support/random_array.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace stavp {
namespace {

using test::describe;

constexpr int kCases = 20000;

std::uint64_t up(std::uint64_t a, std::uint64_t b) {
    return b == 0 ? 0 : (a + b - 1) / b;
}

std::uint64_t total(const StaConfig& config, const MatmulShape& shape) {
    return sta_cycles(config, shape).total();
}

class MonotoneTiming : public testing::Test {
protected:
    test::RandomArray random{4711};
    StaConfig config;
    MatmulShape shape;
    std::uint64_t before = 0;

    template <typename Check> void for_many(Check check) {
        for (int i = 0; i < kCases && !HasFailure(); ++i) {
            config = random.config(40);
            shape = random.shape(300, 300, 2000);
            before = total(config, shape);
            check();
        }
    }
    /// Widens one limit by a little, and to unlimited.
    void expect_wider_is_no_slower(unsigned StaConfig::*limit) {
        if (config.*limit == 0) return;
        auto wider = config;
        wider.*limit += 1 + random.below(10);
        EXPECT_LE(total(wider, shape), before) << wider.*limit << " of " << describe(config, shape);
        wider.*limit = 0;
        EXPECT_LE(total(wider, shape), before) << "unlimited, " << describe(config, shape);
    }
};

TEST_F(MonotoneTiming, wider_ports_never_cost_cycles) {
    for_many([this] {
        expect_wider_is_no_slower(&StaConfig::activation_port_bytes_per_cycle);
        expect_wider_is_no_slower(&StaConfig::weight_port_bytes_per_cycle);
        expect_wider_is_no_slower(&StaConfig::result_port_bytes_per_cycle);
        expect_wider_is_no_slower(&StaConfig::decoder_groups_per_cycle);
        expect_wider_is_no_slower(&StaConfig::drain_ports);
    });
}

TEST_F(MonotoneTiming, wider_selectors_and_multipliers_never_cost_cycles) {
    for_many([this] {
        auto wider = config;
        wider.multiplier_bits = 16;
        EXPECT_LE(total(wider, shape), before) << describe(config, shape);
        if (config.selector_width == 0) return;
        wider = config;
        wider.selector_width *= 2;
        EXPECT_LE(total(wider, shape), before) << describe(config, shape);
        wider.selector_width = 0;
        EXPECT_LE(total(wider, shape), before) << describe(config, shape);
    });
}

TEST_F(MonotoneTiming, fewer_kept_weights_never_cost_cycles) {
    for_many([this] {
        if (shape.pattern_n < 2) return;
        auto fewer = shape;
        fewer.pattern_n = shape.pattern_n / 2;
        EXPECT_LE(total(config, fewer), before) << describe(config, shape);
        fewer.pattern_n = shape.pattern_n - 1;
        EXPECT_LE(total(config, fewer), before) << describe(config, shape);
    });
}

/// Dense and weight-stationary, lanes widen the folds, and so what a fold waits for: its operands' ports round up, and
/// the first load of a block of columns is longer. docs/models/sta.md states this bound.
std::uint64_t fold_rounding(const StaConfig& config, const MatmulShape& shape) {
    if (config.dataflow == Dataflow::output_stationary || shape.sparse()) return 0;
    const auto range = std::min<std::uint64_t>(shape.k, std::uint64_t{config.rows} * config.lanes);
    const auto blocks = up(shape.n, config.cols);
    const auto folds = blocks * up(shape.k, range);
    const auto activations = up(range * shape.m * shape.x_bytes, config.activation_port_bytes_per_cycle);
    const auto weights = up(std::min(shape.n, config.cols) * range * shape.w_bytes, config.weight_port_bytes_per_cycle);
    return activations + weights == 0 ? 0 : blocks * std::max(activations, weights) + folds;
}

TEST_F(MonotoneTiming, more_lanes_never_cost_more_than_the_rounding_of_wider_folds) {
    for_many([this] {
        for (const unsigned lanes : {config.lanes + 1, config.lanes * 2}) {
            auto more = config;
            more.lanes = lanes;
            EXPECT_LE(total(more, shape), before + fold_rounding(more, shape))
                << lanes << " of " << describe(config, shape);
        }
    });
}

} // namespace
} // namespace stavp
