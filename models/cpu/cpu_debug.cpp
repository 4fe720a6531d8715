// What debuggers use.

#include "models/cpu/cpu.h"

#include <utility>

namespace stavp {

void Cpu::halt() {
    halt_requested_ = true;
    requested_because_ = HaltReason::request;
    wake_.notify(sc_core::SC_ZERO_TIME);
}

void Cpu::resume() {
    stepping_ = halted_ && blocks_.breakpoints.contains(hart_.pc);
    step_over_breakpoint_ = stepping_;
    halted_ = false;
    wake_.notify(sc_core::SC_ZERO_TIME);
}

void Cpu::step_instruction() {
    stepping_ = true;
    halted_ = false;
    wake_.notify(sc_core::SC_ZERO_TIME);
}

void Cpu::set_breakpoint(std::uint64_t pc, bool on) {
    if (on)
        blocks_.breakpoints.insert(pc);
    else
        blocks_.breakpoints.erase(pc);
    flush_code();
}

void Cpu::set_watchpoint(const Watchpoint& point, bool on) {
    memory_.watchpoints.set(point, on);
    memory_.flush();
}

void Cpu::on_watch_hit(Watchpoints::Callback callback) {
    memory_.watchpoints.on_hit([this, callback = std::move(callback)](const Watchpoint& point, std::uint64_t address) {
        halt_requested_ = true;
        requested_because_ = HaltReason::watchpoint;
        callback(point, address);
    });
}

void Cpu::halt_now(HaltReason reason) {
    halt_requested_ = false;
    stepping_ = false;
    halted_ = true;
    time_.sync();
    if (on_halt_) on_halt_(reason);
}

void Cpu::finish_single_step() {
    stepping_ = false;
    if (!step_over_breakpoint_) halt_now(halt_requested_ ? requested_because_ : HaltReason::step);
    step_over_breakpoint_ = false;
}

bool Cpu::held() {
    if (started_ && halt_requested_) halt_now(requested_because_);
    return !started_ || halted_;
}

void Cpu::write_register(unsigned index, std::uint64_t value) {
    if (index > 0 && index < kSinkRegister) hart_.x[index] = value;
}

std::optional<std::uint64_t> Cpu::read_csr(unsigned number) const {
    return csr_.read(number, Privilege::machine, counts());
}

bool Cpu::write_csr(unsigned number, std::uint64_t value) {
    if (!csr_.writable(number, Privilege::machine)) return false;
    csr_.write(number, value, counts());
    memory_.set_data_privilege(csr_.data_privilege(hart_.privilege));
    return true;
}

} // namespace stavp
