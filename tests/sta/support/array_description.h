#pragma once

#include "models/sta/matmul_shape.h"
#include "models/sta/sta_config.h"

#include <sstream>
#include <string>

namespace stavp::test {

/// An array and a product in one line, for failures.
inline std::string describe(const StaConfig& c, const MatmulShape& s) {
    std::ostringstream out;
    out << c.rows << "x" << c.cols << " lanes " << c.lanes
        << (c.dataflow == Dataflow::weight_stationary ? " ws" : " os") << (c.fold_overlap ? " overlap" : " no overlap")
        << " ports " << c.activation_port_bytes_per_cycle << "/" << c.weight_port_bytes_per_cycle << "/"
        << c.result_port_bytes_per_cycle << " selectors " << c.selector_width << " decoder "
        << c.decoder_groups_per_cycle << " drain " << c.drain_ports << " multipliers " << c.multiplier_bits << ", m "
        << s.m << " n " << s.n << " k " << s.k << " pattern " << s.pattern_n << ":" << s.pattern_m
        << (s.positions == Positions::index ? " indexed" : "") << " bytes " << s.x_bytes << "*" << s.w_bytes << ">"
        << s.result_bytes << " psum " << s.partial_sum_in << " residual " << s.residual_bytes;
    return out.str();
}

} // namespace stavp::test
