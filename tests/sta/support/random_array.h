#pragma once

#include "models/sta/matmul_shape.h"
#include "models/sta/sta_config.h"

#include <random>

namespace stavp::test {

/// A seeded source of arrays and products in which every knob, pattern and format comes up.
class RandomArray {
public:
    explicit RandomArray(std::uint32_t seed) : random_(seed) {}

    /// Arrays of up to `most` rows and columns.
    StaConfig config(unsigned most) {
        StaConfig c;
        c.rows = below(most) + 1;
        c.cols = below(most) + 1;
        c.lanes = below(5) + 1;
        c.dataflow = below(2) == 0 ? Dataflow::output_stationary : Dataflow::weight_stationary;
        c.fold_overlap = below(2) == 0;
        c.activation_port_bytes_per_cycle = limit(20);
        c.weight_port_bytes_per_cycle = limit(20);
        c.result_port_bytes_per_cycle = limit(12);
        c.selector_width = below(2) == 0 ? 0 : 1u << below(6);
        c.decoder_groups_per_cycle = limit(4);
        c.drain_ports = limit(6);
        c.multiplier_bits = below(2) == 0 ? 8 : 16;
        return c;
    }

    MatmulShape shape(unsigned most_m, unsigned most_n, unsigned most_k) {
        MatmulShape s;
        s.m = below(most_m) + 1;
        s.n = below(most_n) + 1;
        s.k = below(most_k) + 1;
        if (below(4) != 0) {
            s.pattern_m = 2u << below(5);
            s.pattern_n = below(s.pattern_m) + 1;
            s.positions = below(2) == 0 ? Positions::bitmap : Positions::index;
        }
        s.x_bytes = below(2) + 1;
        s.w_bytes = below(2) + 1;
        s.result_bytes = 1u << below(3);
        s.partial_sum_in = below(2) == 0;
        s.residual_bytes = below(3);
        return s;
    }

    unsigned below(unsigned end) { return static_cast<unsigned>(random_() % end); }

private:
    /// Half the time unlimited.
    unsigned limit(unsigned most) { return below(2) == 0 ? 0 : below(most) + 1; }

    std::mt19937 random_;
};

} // namespace stavp::test
