// The instructions that leave the interpreter's inner loop: CSR access, traps, WFI, FENCE.I.

#include "models/cpu/cpu.h"

namespace stavp {

void Cpu::execute_system(const Op& op) {
    const auto bits = static_cast<std::uint32_t>(op.imm);
    const bool machine = hart_.privilege == Privilege::machine;
    switch (op.code) {
    case OpCode::ecall:
        return trap(machine ? Cause::ecall_from_machine : Cause::ecall_from_user, 0);
    case OpCode::ebreak:
        return trap(Cause::breakpoint, hart_.pc);
    case OpCode::fetch_fault:
        return trap(Cause::instruction_access_fault, hart_.pc + op.rs1);
    case OpCode::halt:
        return halt_now(HaltReason::breakpoint);
    case OpCode::mret:
        if (!machine) return trap(Cause::illegal_instruction, bits);
        return leave_trap(op);
    case OpCode::wfi:
        if (!machine && csr_.timeout_wait()) return trap(Cause::illegal_instruction, bits);
        retire(op);
        return sleep_until_interrupt();
    case OpCode::fence_i:
        retire(op);
        return blocks_.revalidate();
    case OpCode::illegal:
        return trap(Cause::illegal_instruction, bits);
    default:
        if (!access_csr(op)) trap(Cause::illegal_instruction, bits);
    }
}

bool Cpu::access_csr(const Op& op) {
    const auto number = static_cast<std::uint32_t>(op.imm) >> 20;
    const bool immediate = op.code >= OpCode::csrrwi;
    const bool swap = op.code == OpCode::csrrw || op.code == OpCode::csrrwi;
    const bool clear = op.code == OpCode::csrrc || op.code == OpCode::csrrci;
    const bool reads = !swap || op.rd != kSinkRegister;
    const bool writes = swap || op.rs1 != 0;
    const auto source = immediate ? op.rs1 : hart_.x[op.rs1];
    if (number == kCsrTime) {
        come_to_time();
    }
    std::uint64_t old = 0;
    if (reads) {
        const auto value = csr_.read(number, hart_.privilege, counts());
        if (!value) return false;
        old = *value;
    }
    if (writes && !csr_.writable(number, hart_.privilege)) return false;
    retire(op);
    if (writes) {
        csr_.write(number, swap ? source : clear ? old & ~source : old | source, counts());
        memory_.set_data_privilege(csr_.data_privilege(hart_.privilege));
    }
    hart_.x[op.rd] = old;
    return true;
}

void Cpu::leave_trap(const Op& op) {
    retire(op);
    hart_.pc = csr_.epc();
    hart_.privilege = csr_.leave_trap();
    memory_.set_data_privilege(csr_.data_privilege(hart_.privilege));
    for (auto* listener : listeners_)
        listener->leaves_trap();
}

void Cpu::sleep_until_interrupt() {
    come_to_time();
    const auto asleep_from = time_.cycles();
    for (const auto& callback : on_sleep_)
        callback(true);
    while (!csr_.wakes_wfi() && !reset_request_ && !halt_requested_) {
        wait(timer_irq.value_changed_event() | software_irq.value_changed_event() | external_irq.value_changed_event() |
             wake_);
        look_at_lines();
    }
    for (const auto& callback : on_sleep_)
        callback(false);
    time_.catch_up();
    wfi_cycles_ += time_.cycles() - asleep_from;
    for (auto* listener : listeners_)
        listener->slept(asleep_from, time_.cycles());
    sync_requested_ = true;
}

} // namespace stavp
