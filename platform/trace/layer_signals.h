#pragma once

#include "platform/config/trace_config.h"
#include "platform/soc/soc.h"
#include "platform/trace/vcd_recorder.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <vector>

namespace stavp::trace {

/// The layers that firmware has under way, the size of their tiles, and its mark; and what of these opens and shuts the
/// recording (trace.layers, trace.marked).
class LayerSignals {
public:
    /// `names` are of layers. Throws InputError where trace.layers names no layer of `workload`, which may be nullptr.
    LayerSignals(VcdRecorder& recorder, Sysctl& sysctl, const workloads::Image* workload,
                 const config::TraceConfig& config, const ValueNames& names);

private:
    void begin(std::uint32_t layer, std::uint32_t tile_rows, std::uint32_t tile_cols);
    void end(std::uint32_t layer);
    void show();

    VcdRecorder& recorder_;
    VcdRecorder::Signal current_, under_way_, rows_, cols_, mark_;
    std::vector<bool> wanted_;              ///< by layer
    std::vector<std::uint32_t> layers_now_; ///< in the order of their beginnings
};

} // namespace stavp::trace
