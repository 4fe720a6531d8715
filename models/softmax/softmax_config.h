#pragma once

namespace stavp {

struct SoftmaxConfig {
    unsigned lanes = 16; ///< elements per cycle and pass; *assumption*
    /// 3: maximum; exponentials and their sum; division. 2: maximum and sum in one pass, as the row streams by
    /// ("online"); division. *Assumption*: both give the same integers.
    unsigned passes = 3;
    /// From a value's entry to its exit once the passes of its row are done: table look-up, adder tree, divider;
    /// *assumption*.
    unsigned pipeline_cycles = 16;
};

} // namespace stavp
