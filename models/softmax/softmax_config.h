#pragma once

namespace stavp {

struct SoftmaxConfig {
    unsigned lanes = 16; ///< elements per cycle and pass; *assumption*
};

} // namespace stavp
