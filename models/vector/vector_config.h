#pragma once

namespace stavp {

struct VectorConfig {
    unsigned lanes = 16;          ///< elements per cycle and pass; *assumption*
    unsigned pipeline_cycles = 8; ///< from a value's entry to its exit behind its last pass; *assumption*
};

} // namespace stavp
