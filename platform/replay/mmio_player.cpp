#include "platform/replay/mmio_player.h"

#include <fmt/format.h>
#include <utility>

namespace stavp::replay {

using trace::MmioKind;
using trace::MmioLine;

namespace {

std::string hex_of(const std::vector<std::uint8_t>& data) {
    constexpr int kDigitsPerByte = 2;
    MmioLine line;
    line.data = data;
    return fmt::format("{:#0{}x}", value_of(line), kDigitsPerByte * (data.size() + 1));
}

} // namespace

MmioPlayer::MmioPlayer(std::string name, const trace::MmioTrace& trace)
    : name_(std::move(name)), trace_(trace), interrupts_(trace.lines, trace::MmioTrace::kFirstLine) {}

void MmioPlayer::connect(Soc& soc) {
    soc_ = &soc;
    soc.cpu.stand_in([this] { play(); });
    for (const auto& line : soc.interrupt_lines())
        line.wire->on_change([this, name = std::string(line.name)](bool level) {
            const auto difference = interrupts_.changes(name, level, sc_core::sc_time_stamp().value());
            if (difference) differ(difference->line, difference->text);
        });
}

/// A machine that ended by itself did so at that time; the simulation runs to its limit, not through it.
std::uint64_t MmioPlayer::end_ps() const {
    const auto& end = trace_.lines.back();
    return end.data.front() != 0 ? end.begin_ps + 1 : end.begin_ps;
}

void MmioPlayer::play() {
    while (trace_.lines[next_].kind != MmioKind::end) {
        const auto& line = trace_.lines[next_];
        const auto number = trace::MmioTrace::kFirstLine + static_cast<unsigned>(next_);
        if (line.initiator == "cpu" && line.kind != MmioKind::interrupt) {
            const auto at = sc_core::sc_time::from_value(line.begin_ps);
            if (at > sc_core::sc_time_stamp()) sc_core::wait(at - sc_core::sc_time_stamp());
            ++next_;
            if (line.kind == MmioKind::memory)
                store(line, number);
            else if (line.kind == MmioKind::sync)
                sleep_until(line.end_ps);
            else
                access(line, number);
        } else {
            ++next_;
        }
    }
}

void MmioPlayer::store(const MmioLine& line, unsigned number) {
    if (!soc_->poke(line.address, line.data)) differ(number, fmt::format("no memory at {:#x}", line.address));
}

void MmioPlayer::sleep_until(std::uint64_t end_ps) {
    const auto& cpu = soc_->cpu;
    while (sc_core::sc_time_stamp().value() < end_ps)
        sc_core::wait(cpu.timer_irq.value_changed_event() | cpu.software_irq.value_changed_event() |
                      cpu.external_irq.value_changed_event());
}

void MmioPlayer::access(const MmioLine& line, unsigned number) {
    ++accesses_;
    auto data = line.data;
    const bool write = line.kind == MmioKind::write;
    if (!write) data.assign(data.size(), 0);
    const auto begin_ps = sc_core::sc_time_stamp().value();
    auto delay = sc_core::SC_ZERO_TIME;
    const auto response =
        soc_->cpu.master.transport(write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND, line.address, data.data(),
                                   static_cast<unsigned>(data.size()), delay);
    const auto end_ps = (sc_core::sc_time_stamp() + delay).value();
    const bool ok = response == tlm::TLM_OK_RESPONSE;
    if (ok != line.ok) {
        differ(number, fmt::format("{}: expected the answer {}, got {}", line.name, line.ok ? "ok" : "error",
                                   ok ? "ok" : "error"));
    } else if (!write && ok && data != line.data) {
        differ(number,
               fmt::format("{} at {} ps: expected {}, got {}", line.name, begin_ps, hex_of(line.data), hex_of(data)));
    } else if (begin_ps != line.begin_ps || end_ps != line.end_ps) {
        differ(number, fmt::format("{}: expected from {} to {} ps, took from {} to {} ps", line.name, line.begin_ps,
                                   line.end_ps, begin_ps, end_ps));
    }
}

void MmioPlayer::differ(unsigned line, const std::string& text) {
    if (differences_++ != 0) return;
    first_difference_ = line == 0 ? fmt::format("{}: {}", name_, text) : fmt::format("{}:{}: {}", name_, line, text);
}

std::string MmioPlayer::finish() {
    for (; next_ < trace_.lines.size(); ++next_) {
        const auto& line = trace_.lines[next_];
        const auto number = trace::MmioTrace::kFirstLine + static_cast<unsigned>(next_);
        if (line.kind == MmioKind::memory) {
            store(line, number);
        } else if (line.kind == MmioKind::end) {
            if (const auto now = sc_core::sc_time_stamp().value(); now != line.begin_ps)
                differ(number, fmt::format("expected the end at {} ps, it came at {} ps", line.begin_ps, now));
        } else if (line.kind != MmioKind::interrupt && line.kind != MmioKind::sync && line.initiator == "cpu") {
            differ(number, fmt::format("{}: the run ended before this access", line.name));
        }
    }
    if (const auto missing = interrupts_.missing()) differ(missing->line, missing->text);
    if (differences_ > 1) first_difference_ += fmt::format(" (the first of {} differences)", differences_);
    return first_difference_;
}

} // namespace stavp::replay
