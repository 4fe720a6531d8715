#pragma once

#include "platform/trace/buffer_signals.h"
#include "platform/trace/bus_signals.h"
#include "platform/trace/dram_signals.h"
#include "platform/trace/engine_signals.h"
#include "platform/trace/host_signals.h"
#include "platform/trace/layer_signals.h"
#include "platform/trace/tracer.h"

#include <deque>
#include <memory>

namespace stavp::trace {

/// Every signal of the machine that trace.signals names, from its declaration on.
class MachineSignals {
public:
    /// `prefix`: of the files of names.
    MachineSignals(VcdRecorder& recorder, const Context& context, const std::string& prefix);

private:
    void add_engines(VcdRecorder& recorder, Soc& soc);
    void add_buffers(VcdRecorder& recorder, Soc& soc);

    ValueNames activities_, initiators_, commands_, bank_states_, modes_, layers_;
    std::unique_ptr<LayerSignals> layer_;
    std::deque<EngineSignals> engines_; ///< deque: the models know their places
    std::unique_ptr<HostSignals> host_;
    std::unique_ptr<DramSignals> dram_;
    std::unique_ptr<BusSignals> bus_;
    std::deque<BufferSignals> buffers_;
};

} // namespace stavp::trace
