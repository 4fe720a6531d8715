#pragma once

namespace stavp::workloads {

/// Makes libtorch and its BLAS compute within the calling thread, whatever the environment says: the trainer shares
/// out samples, not single operations. To be called in every thread that uses libtorch.
void compute_in_this_thread();

} // namespace stavp::workloads
