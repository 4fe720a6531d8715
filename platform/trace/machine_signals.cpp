#include "platform/trace/machine_signals.h"
#include "platform/trace/signal_names.h"

#include <fmt/format.h>

namespace stavp::trace {

MachineSignals::MachineSignals(VcdRecorder& recorder, const Context& context, const std::string& prefix)
    : activities_(activity_names(prefix)), initiators_(initiator_names(prefix, context.soc.bus)),
      commands_(dram_command_names(prefix)), bank_states_(bank_state_names(prefix)), modes_(mode_names(prefix)),
      layers_(layer_names(prefix, context.workload)) {
    auto& soc = context.soc;
    recorder.add_clock("clock.accelerator", soc.accelerator_clock.period_ps());
    recorder.add_clock("clock.bus", soc.bus.clock().period_ps());
    recorder.add_clock("clock.memory", soc.ddr.config().timing.tCK_ps);
    recorder.add_clock("clock.cpu", Clock::from_mhz(context.config.cpu.clock_mhz).period_ps());
    layer_ = std::make_unique<LayerSignals>(recorder, soc.sysctl, context.workload, context.config.trace, layers_);
    add_engines(recorder, soc);
    host_ = std::make_unique<HostSignals>(recorder, soc, modes_);
    if (context.config.fidelity == Fidelity::at) {
        dram_ = std::make_unique<DramSignals>(recorder, soc.ddr, commands_, bank_states_);
        bus_ = std::make_unique<BusSignals>(recorder, soc.bus, initiators_);
    }
    add_buffers(recorder, soc);
}

void MachineSignals::add_engines(VcdRecorder& recorder, Soc& soc) {
    for (unsigned channel = 0; channel < soc.dma.channels(); ++channel)
        engines_.emplace_back(recorder, fmt::format("dma{}", channel), activities_)
            .attach(soc.dma.account(channel), soc.dma.queue(channel));
    engines_.emplace_back(recorder, "sta", activities_).attach(soc.sta.account(), soc.sta.queue());
    engines_.emplace_back(recorder, "softmax", activities_).attach(soc.softmax.account(), soc.softmax.queue());
    engines_.emplace_back(recorder, "vector", activities_).attach(soc.vector.account(), soc.vector.queue());
}

void MachineSignals::add_buffers(VcdRecorder& recorder, Soc& soc) {
    buffers_.emplace_back(recorder, "buffer.weight", soc.weight_buffer);
    buffers_.emplace_back(recorder, "buffer.input", soc.input_buffer);
    buffers_.emplace_back(recorder, "buffer.intermediate", soc.intermediate_buffer);
    buffers_.emplace_back(recorder, "buffer.output", soc.output_buffer);
}

} // namespace stavp::trace
