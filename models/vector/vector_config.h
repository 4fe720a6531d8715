#pragma once

namespace stavp {

struct VectorConfig {
    unsigned lanes = 16; ///< elements per cycle and pass; *assumption*
};

} // namespace stavp
