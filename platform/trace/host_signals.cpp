#include "platform/trace/host_signals.h"

#include <string>

namespace stavp::trace {

namespace {

constexpr unsigned kWordBits = 64;
constexpr unsigned kModeBits = 2;

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

} // namespace

HostSignals::HostSignals(VcdRecorder& recorder, Soc& soc, const ValueNames& modes)
    : recorder_(recorder), cpu_(soc.cpu), pc_(recorder.add("cpu.pc", kWordBits, kUndriven)),
      mode_(recorder.add("cpu.mode", kModeBits, static_cast<std::uint64_t>(Privilege::machine), &modes)),
      asleep_(recorder.add("cpu.asleep", 1, 0)), instructions_(recorder.add("cpu.instructions", kWordBits, 0)) {
    constexpr auto kNone = VcdRecorder::kNone;
    if (pc_ != kNone || mode_ != kNone || instructions_ != kNone) cpu_.on_sync([this] { show(); });
    if (asleep_ != kNone) cpu_.on_sleep([this](bool asleep) { recorder_.set(asleep_, now_ps(), asleep ? 1 : 0); });
    add_interrupts(soc);
}

void HostSignals::show() {
    const auto now = now_ps();
    recorder_.set(pc_, now, cpu_.pc());
    recorder_.set(mode_, now, static_cast<std::uint64_t>(cpu_.privilege()));
    recorder_.set(instructions_, now, cpu_.instructions());
}

void HostSignals::add_interrupts(Soc& soc) {
    for (const auto& line : soc.interrupt_lines()) {
        const auto name = (line.source == 0 ? "irq.cpu_" : "irq.") + std::string(line.name);
        const auto signal = recorder_.add(name, 1, 0);
        if (signal == VcdRecorder::kNone) continue;
        line.wire->on_change([this, signal](bool level) { recorder_.set(signal, now_ps(), level ? 1 : 0); });
    }
}

} // namespace stavp::trace
