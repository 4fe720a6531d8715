#include "models/cpu/cpu.h"

#include "models/cpu/decode.h"

#include <cmath>
#include <stdexcept>

namespace stavp {

namespace {

constexpr unsigned kA0 = 10;
constexpr unsigned kA1 = 11;

const CpuConfig& checked(const CpuConfig& config) {
    for (const auto cost : {config.load_cycles, config.store_cycles, config.mul_cycles, config.div_cycles,
                            config.branch_taken_cycles, config.csr_cycles, config.atomic_cycles, config.trap_cycles})
        if (cost == 0) throw std::invalid_argument("cpu: every cost must be at least 1 cycle");
    if (!(config.clock_mhz > 0) || config.clock_mhz > 1e6)
        throw std::invalid_argument("cpu: clock_mhz must be above 0 and at most 1000000");
    if (config.quantum_ns == 0) throw std::invalid_argument("cpu: quantum_ns must be at least 1");
    return config;
}

std::uint64_t quantum_cycles(const CpuConfig& config) {
    const auto cycles = std::floor(static_cast<double>(config.quantum_ns) * config.clock_mhz / 1000);
    return cycles < 1 ? 1 : static_cast<std::uint64_t>(cycles);
}

} // namespace

Cpu::Cpu(sc_core::sc_module_name name, const CpuConfig& config)
    : sc_module(name), master("master"), timer_irq("timer_irq"), software_irq("software_irq"),
      external_irq("external_irq"), costs_(op_costs(checked(config))), trap_cycles_(config.trap_cycles),
      pmp_(config.pmp_entries), csr_(config, pmp_), time_(Clock::from_mhz(config.clock_mhz), quantum_cycles(config)),
      memory_(master, pmp_, time_), blocks_(master, pmp_, costs_),
      interpreter_(hart_, memory_, blocks_, time_, config.branch_taken_cycles - 1) {
    if (config.engine == CpuEngine::jit) {
        jit_.emplace(hart_, memory_, blocks_, time_, interpreter_, config);
        if (!jit_->available()) jit_.reset();
    }
    SC_HAS_PROCESS(Cpu);
    SC_THREAD(thread);
}

void Cpu::reset(std::uint64_t pc, std::uint64_t a0, std::uint64_t a1) {
    reset_request_ = {pc, a0, a1};
    wake_.notify(sc_core::SC_ZERO_TIME);
}

void Cpu::observe(CpuListener& listener) {
    listeners_.push_back(&listener);
    memory_.observe(listener);
    interpreter_.observe(listener);
}

void Cpu::thread() {
    if (stand_in_) {
        stand_in_();
        return;
    }
    for (;;) {
        apply_requests();
        if (held()) {
            wait(wake_);
            continue;
        }
        if (sync_requested_ || time_.budget() <= 0) {
            sync_requested_ = false;
            come_to_time();
            for (const auto& callback : on_sync_)
                callback();
            continue;
        }
        const bool single = stepping_;
        step();
        if (single) finish_single_step();
    }
}

void Cpu::apply_requests() {
    if (reset_request_) {
        const auto request = *reset_request_;
        reset_request_.reset();
        apply_reset(request);
    }
    if (flush_requested_) {
        flush_requested_ = false;
        blocks_.clear();
    }
    if (pmp_generation_ != pmp_.generation()) {
        pmp_generation_ = pmp_.generation();
        memory_.flush();
        blocks_.drop_blocks();
    }
    blocks_.trim();
}

void Cpu::apply_reset(const ResetRequest& request) {
    time_.sync();
    hart_ = {};
    hart_.pc = request.pc & ~std::uint64_t{1};
    hart_.x[kA0] = request.a0;
    hart_.x[kA1] = request.a1;
    csr_.reset();
    memory_.flush();
    memory_.set_data_privilege(Privilege::machine);
    blocks_.clear();
    cycles_at_reset_ = time_.cycles();
    wfi_cycles_ = 0;
    started_ = true;
    for (auto* listener : listeners_)
        listener->starts(time_.cycles());
    look_at_lines();
}

void Cpu::come_to_time() {
    time_.sync();
    for (auto* listener : listeners_)
        listener->synced();
    look_at_lines();
}

void Cpu::look_at_lines() {
    csr_.set_lines(static_cast<std::uint64_t>(timer_irq.read()) << kMachineTimer |
                   static_cast<std::uint64_t>(software_irq.read()) << kMachineSoftware |
                   static_cast<std::uint64_t>(external_irq.read()) << kMachineExternal);
}

void Cpu::step() {
    if (const auto code = csr_.pending_interrupt(hart_.privilege)) {
        enter_trap(kInterruptFlag | *code, 0);
        return;
    }
    auto* block = stepping_ ? nullptr : blocks_.find(hart_.pc, hart_.privilege);
    if (block != nullptr)
        run_from(block, time_.budget());
    else
        run_one_instruction();
}

void Cpu::run_from(Block* block, std::int64_t budget) {
    act_on(makes_native_code() ? jit_->run(block, budget) : interpreter_.run(block, budget, true));
}

void Cpu::act_on(Exit exit) {
    switch (exit) {
    case Exit::quantum:
    case Exit::no_block:
        return;
    case Exit::bus_access:
        sync_requested_ = true;
        return;
    case Exit::system:
        execute_system(interpreter_.op());
        return;
    case Exit::trap:
        trap(memory_.fault().cause, memory_.fault().value);
        sync_requested_ = true;
        return;
    }
}

void Cpu::run_one_instruction() {
    const auto pc = hart_.pc;
    std::uint32_t bits = 0;
    auto* bytes = reinterpret_cast<std::uint8_t*>(&bits);
    sync_requested_ = true;
    for (auto* listener : listeners_)
        listener->begins(pc, time_.cycles(), hart_.instructions);
    auto outcome = memory_.fetch(pc, bytes, pc % 4 == 0 ? 4 : 2, hart_.privilege);
    const auto first = outcome;
    if (outcome != Outcome::fault && pc % 4 != 0 && !is_compressed(bits))
        outcome = memory_.fetch(pc + 2, bytes + 2, 2, hart_.privilege);
    if (outcome == Outcome::fault) {
        trap(memory_.fault().cause, memory_.fault().value);
        return;
    }
    single_ = {};
    single_.pc = single_.target[0] = pc;
    append(single_, decode(bits), costs_);
    close(single_, costs_);
    act_on(interpreter_.run(&single_, 0, first == Outcome::memory && outcome == Outcome::memory));
}

void Cpu::retire(const Op& op) {
    hart_.pc += op.length;
    ++hart_.instructions;
    time_.advance(costs_[static_cast<std::size_t>(op.code)]);
}

void Cpu::trap(Cause cause, std::uint64_t value) {
    enter_trap(static_cast<std::uint64_t>(cause), value);
}

void Cpu::enter_trap(std::uint64_t cause, std::uint64_t value) {
    for (auto* listener : listeners_)
        listener->traps(hart_.pc, time_.cycles(), hart_.instructions);
    hart_.pc = csr_.enter_trap(hart_.privilege, hart_.pc, cause, value);
    hart_.privilege = Privilege::machine;
    hart_.reservation.valid = false;
    memory_.set_data_privilege(csr_.data_privilege(hart_.privilege));
    time_.advance(trap_cycles_);
}

} // namespace stavp
